// SPDX-License-Identifier: MIT
//
// asset_plugin — a request as JSON with its body beside it; what comes back is looked at before it
// goes to a page.
#include "webview-host/serving/asset_plugin.hpp"

#include "webview-host/assets/http_date.hpp"
#include "webview-host/serving/bodies.hpp"
#include "webview-host/serving/plugin_body.hpp"

#include <fairlead/json/arguments.hpp>

#include <sys/random.h>

#include <algorithm>
#include <utility>

namespace fairlead::host {
namespace {

/// Streams of two windows in one plugin must not be mixed up.
std::string random_prefix() {
    std::uint64_t number = 0;
    if (::getrandom(&number, sizeof number, 0) != sizeof number)
        number = reinterpret_cast<std::uintptr_t>(&number);
    return std::to_string(number) + '-';
}

bool is_token(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return c > 0x20 && c < 0x7f &&
               std::string_view{"()<>@,;:\\\"/[]?={}"}.find(c) == std::string_view::npos;
    });
}

bool is_header_text(std::string_view value) {
    return value.find_first_of(std::string_view{"\r\n\0", 3}) == value.npos;
}

/// What is about the way and not about the content is the window's own business.
bool is_about_the_way(std::string_view name) {
    std::string lower{name};
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return lower == "connection" || lower == "transfer-encoding" || lower == "keep-alive" ||
           lower == "upgrade" || lower == "content-length";
}

std::vector<http_header> checked(http_headers const& given) {
    std::vector<http_header> headers;
    for (auto const& [name, value] : given)
        if (is_token(name) && is_header_text(value) && !is_about_the_way(name))
            headers.push_back({name, value});
    return headers;
}

int status_of(errc code) {
    switch (code) {
        case errc::app_error: return 500;
        case errc::timeout: return 504;
        case errc::overloaded: return 503;
        case errc::too_large: return 413;
        default: return 502;
    }
}

}  // namespace

/// In owned parts: read on the connection's thread, used on the main thread.
struct asset_plugin::reply {
    bool ok = false;
    errc code{};
    std::string message;
    client::asset_reply content;

    static reply of(client::reply const& from) {
        reply made{from.ok, from.code, std::string{from.message}, {}};
        if (!from.ok) return made;
        try {
            const json::attachment_scope scope{from.attachments, nullptr};
            made.content = json::read_result<client::asset_reply>(from.json);
        } catch (json::bad_value const& problem) {
            made.ok = false;
            made.code = errc::protocol_error;
            made.message = std::string{"its answer cannot be read: "} + problem.what();
        }
        return made;
    }
};

asset_plugin::asset_plugin(std::shared_ptr<plugin_line> line, std::string_view name)
    : line_{std::move(line)}, name_{name}, stream_prefix_{random_prefix()} {}

asset_plugin::question asset_plugin::ask(page_request const& request,
                                         std::function<void(outcome)> done) {
    client::asset_question sent;
    sent.stream = stream_prefix_ + std::to_string(++asked_);
    sent.method = request.method;
    sent.target = request.target.substr(0, request.target.find('#'));
    for (auto const& [name, value] : request.headers) sent.headers.emplace_back(name, value);
    sent.body = line_->keep(request.body);

    std::vector<bytes> attachments;
    std::string args;
    {
        const json::attachment_scope scope{{}, &attachments};
        args = json::write_arguments(sent);
    }
    // `done` goes on to the main thread and does not end on the connection's.
    const auto id = line_->call(
        name_, args,
        [self = std::weak_ptr{self_}, stream = sent.stream, done = std::move(done),
         &thread = line_->thread()](client::reply const& came) mutable {
            thread.post([self, stream, done = std::move(done),
                         held = std::make_shared<reply>(reply::of(came))] {
                const auto alive = self.lock();
                if (alive && held->code != errc::cancelled)
                    done((*alive)->read(std::move(*held), stream));
            });
        },
        attachments);
    return {id, sent.stream};
}

void asset_plugin::give_up(question const& asked) {
    line_->cancel(asked.call);
    // It may have answered just now: then there is a body that nobody will read.
    line_->tell(name_ + std::string{client::asset_close_suffix},
                json::write_arguments(asked.stream));
}

asset_plugin::outcome asset_plugin::read(reply came, std::string stream) {
    if (!came.ok && came.code == errc::no_such_method && state_ != state::taken) {
        state_ = state::vacant;
        return nobody{};
    }
    // Of these the broker speaks when nobody is there who could.
    if (came.ok || (came.code != errc::backend_gone && came.code != errc::overloaded))
        state_ = state::taken;
    if (!came.ok) return trouble{status_of(came.code), std::move(came.message)};
    auto& content = came.content;
    if (content.pass) return pass{std::move(content.target), checked(content.headers)};
    if (content.status < 200 || content.status > 599)
        return trouble{502, "its status is " + std::to_string(content.status)};

    answer made{{content.status, checked(content.headers), {}}, std::move(content.name)};
    if (content.modified && !has_header(made.response.headers, "Last-Modified"))
        made.response.headers.push_back({"Last-Modified", to_http_date(*content.modified)});
    if (content.streamed) {
        made.response.body = std::make_shared<plugin_body>(
            line_,
            plugin_body::description{name_, std::move(stream), content.size, content.seekable});
    } else {
        const auto owner = std::make_shared<bytes>(std::move(content.body));
        made.response.body = std::make_shared<memory_body>(body_chunk{owner->span(), owner});
    }
    return made;
}

}  // namespace fairlead::host
