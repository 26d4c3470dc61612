// SPDX-License-Identifier: MIT
//
// loaded_script — page.js is a function of the natives, and returns an object of its own.
#include "webview-host/inpage/loaded_script.hpp"

#include "webview-host/inpage/announced_item.hpp"
#include "webview-host/inpage/script.hpp"

namespace fairlead::page {

loaded_script::loaded_script(JSCContext* context, JSCValue* made)
    : context_{static_cast<JSCContext*>(g_object_ref(context))} {
    const auto part = [&](char const* name) {
        return js_value{jsc_value_object_get_property(made, name)};
    };
    scratch_ = part("scratch");
    opened_ = part("opened");
    closed_ = part("closed");
    receive_ = part("receive");
    large_ = part("large");
    const auto bytes = bytes_of(scratch_.get());
    if (bytes.size() <= head_bytes) return;
    words_ = reinterpret_cast<double*>(bytes.data());
    room_ = bytes.subspan(head_bytes);
}

std::unique_ptr<loaded_script> loaded_script::load(JSCContext* context, js_value natives) {
    const auto text = page_script();
    const js_value script{jsc_context_evaluate_with_source_uri(
        context, text.data(), static_cast<gssize>(text.size()), "fairlead:page.js", 1)};
    if (jsc_value_is_function(script.get()) == FALSE) return nullptr;
    JSCValue* arguments[] = {natives.get()};
    const js_value made{jsc_value_function_callv(script.get(), 1, arguments)};
    if (jsc_context_get_exception(context) != nullptr || jsc_value_is_object(made.get()) == FALSE) {
        jsc_context_clear_exception(context);
        return nullptr;
    }
    std::unique_ptr<loaded_script> loaded{new loaded_script{context, made.get()}};
    return loaded->room_.empty() ? nullptr : std::move(loaded);
}

bool loaded_script::run(js_value const& function) {
    const js_value answer{jsc_value_function_callv(function.get(), 0, nullptr)};
    if (jsc_context_get_exception(context_.get()) != nullptr) {
        jsc_context_clear_exception(context_.get());
        return false;
    }
    return jsc_value_to_boolean(answer.get()) != FALSE;
}

void loaded_script::closed(std::string const& why) {
    const js_value ignored{
        jsc_value_function_call(closed_.get(), G_TYPE_STRING, why.c_str(), G_TYPE_NONE)};
    jsc_context_clear_exception(context_.get());
}

}  // namespace fairlead::page
