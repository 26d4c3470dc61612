// SPDX-License-Identifier: MIT
//
// serving_desk — a request desk with a small app's files, whose plugins the test plays.
#pragma once

#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/webview-host/support/page_asks.hpp"
#include "tests/webview-host/support/serving_fakes.hpp"
#include "webview-host/serving/bodies.hpp"
#include "webview-host/serving/request_desk.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::tests {

using namespace fairlead::host;

inline const std::string handler{client::asset_handler_name},
    middleware{client::asset_middleware_name};

/// An answer on its way to the page.
struct given {
    std::optional<asset_response> response;
    int times = 0;
};

class desk {
public:
    desk() {
        folder_.write("index.html", "<head><title>home</title></head>");
        folder_.write("app.js", "0123456789");
        folder_.write("film.bin", std::string(600'000, 'f'));
        line->vacant = {middleware};
    }

    std::shared_ptr<given> ask(page_request request) {
        const auto to = given_.emplace_back(std::make_shared<given>());
        desk_.answer(std::move(request), [to](asset_response response) {
            to->response = std::move(response);
            ++to->times;
        });
        return to;
    }
    std::shared_ptr<given> get(std::string target, std::vector<http_header> headers = {}) {
        return ask({"GET", std::move(target), std::move(headers), {}});
    }
    /// Until the page has its answer.
    asset_response& answered(std::shared_ptr<given> const& to) {
        thread.run_until([&] { return to->response.has_value(); });
        return *to->response;
    }
    /// Until a plugin is asked.
    void asked(std::string const& method) {
        thread.run_until([&] { return !line->open.empty(); });
        REQUIRE(line->open.front().method == method);
    }
    /// The body, as a page reads it.
    result<std::string> body(asset_response& response) {
        if (auto* text = std::get_if<std::string>(&response.body)) return *text;
        std::string all;
        auto const& source = std::get<std::shared_ptr<body_source>>(response.body);
        for (;;) {
            std::optional<result<body_chunk>> piece;
            source->read([&](result<body_chunk> came) { piece = std::move(came); });
            thread.run_until([&] { return piece.has_value(); });
            if (!*piece) return piece->error();
            if ((*piece)->data.empty()) return all;
            all.append(reinterpret_cast<char const*>((*piece)->data.data()), (*piece)->data.size());
        }
    }
    void start_page() { desk_.start_page(); }

    awaited_thread thread;
    std::shared_ptr<played_line> line = std::make_shared<played_line>(thread);
    std::vector<std::string> complaints;

private:
    std::vector<std::shared_ptr<given>> given_;
    temporary_directory folder_;
    asset_server assets_{open_assets(folder_.path()), [] { return "{}"; },
                         [](std::string_view) { return std::nullopt; }};
    worker_pool readers_;
    request_desk desk_{assets_,
                       readers_,
                       thread,
                       line,
                       {[](std::function<void()> const& then) { then(); },
                        [this](std::string const& said) { complaints.push_back(said); }}};
};

inline client::asset_reply said(std::string_view text, int status = 200) {
    client::asset_reply reply;
    reply.status = status;
    reply.body = bytes::copy_of(text);
    return reply;
}

inline client::asset_reply passed() {
    client::asset_reply reply;
    reply.pass = true;
    return reply;
}

inline client::asset_reply streamed(std::optional<std::uint64_t> size, bool seekable = false) {
    client::asset_reply reply;
    reply.streamed = true;
    reply.seekable = seekable;
    reply.size = size;
    return reply;
}

}  // namespace fairlead::tests
