// SPDX-License-Identifier: MIT
//
// natives — each is a function of C that finds its document behind a weak link.
#include "webview-host/inpage/natives.hpp"

#include "webview-host/inpage/document.hpp"

#include <ctime>
#include <string>

namespace fairlead::page {
namespace {

using document_link = std::weak_ptr<document>;

std::shared_ptr<document> behind(gpointer link) {
    return static_cast<document_link*>(link)->lock();
}

char* send(char const* lines, gpointer link) {
    const auto self = behind(link);
    const auto refused = self ? self->send(lines) : std::string{};
    return refused.empty() ? nullptr : g_strndup(refused.data(), refused.size());
}

void attach(double bytes, gpointer link) {
    if (const auto self = behind(link)) self->attach(bytes);
}

void expect(double characters, gpointer link) {
    if (const auto self = behind(link)) self->expect(characters);
}

void put(int bytes, gpointer link) {
    if (const auto self = behind(link)) self->put(bytes);
}

int pull(gpointer link) {
    const auto self = behind(link);
    return self ? static_cast<int>(self->pull()) : 0;
}

double land(JSCValue* buffer, gpointer link) {
    const auto self = behind(link);
    return self ? static_cast<double>(self->pull(bytes_of(buffer))) : 0;
}

/// In microseconds.
double now(gpointer) {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

}  // namespace

js_value natives_of(std::shared_ptr<document> const& here, JSCContext* context, bool with_clock) {
    js_value natives{jsc_value_new_object(context, nullptr, nullptr)};
    const auto give = [&](char const* name, auto* callback, GType returns, auto... parameters) {
        const js_value function{jsc_value_new_function(
            context, name, G_CALLBACK(callback), new document_link{here},
            [](gpointer link) { delete static_cast<document_link*>(link); }, returns,
            static_cast<guint>(sizeof...(parameters)), parameters...)};
        jsc_value_object_set_property(natives.get(), name, function.get());
    };
    give("send", send, G_TYPE_STRING, G_TYPE_STRING);
    give("attach", attach, G_TYPE_NONE, G_TYPE_DOUBLE);
    give("expect", expect, G_TYPE_NONE, G_TYPE_DOUBLE);
    give("put", put, G_TYPE_NONE, G_TYPE_INT);
    give("pull", pull, G_TYPE_INT);
    give("land", land, G_TYPE_DOUBLE, JSC_TYPE_VALUE);
    if (with_clock) give("now", now, G_TYPE_DOUBLE);
    return natives;
}

}  // namespace fairlead::page
