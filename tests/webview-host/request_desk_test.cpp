// SPDX-License-Identifier: MIT
//
// request_desk_test — who answers what, with plugins that the test plays.
#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/webview-host/support/serving_fakes.hpp"
#include "webview-host/serving/bodies.hpp"
#include "webview-host/serving/request_desk.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace fairlead;
using namespace fairlead::host;
using namespace fairlead::tests;

namespace {

const std::string handler{client::asset_handler_name}, middleware{client::asset_middleware_name};

const std::vector<http_header> as_document{
    {"Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}};

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

client::asset_reply said(std::string_view text, int status = 200) {
    client::asset_reply reply;
    reply.status = status;
    reply.body = bytes::copy_of(text);
    return reply;
}

client::asset_reply passed() {
    client::asset_reply reply;
    reply.pass = true;
    return reply;
}

client::asset_reply streamed(std::optional<std::uint64_t> size, bool seekable = false) {
    client::asset_reply reply;
    reply.streamed = true;
    reply.seekable = seekable;
    reply.size = size;
    return reply;
}

}  // namespace

TEST_CASE("9 what is a file is not asked of the handler", "[assets][contract]") {
    desk one;
    auto& response = one.answered(one.get("/app.js"));
    CHECK(response.status == 200);
    CHECK(one.body(response).value() == "0123456789");
    CHECK(one.line->open.empty());
}

TEST_CASE("9 what is no file is asked of the handler, with method, path, headers and body",
          "[assets][contract]") {
    desk one;
    const auto page = one.ask({"POST", "/api/notes?draft=1", {{"X-Mine", "yes"}}, "written"});
    one.asked(handler);
    const auto question = one.line->question();
    CHECK(question.method == "POST");
    CHECK(question.target == "/api/notes?draft=1");
    CHECK(question.headers == http_headers{{"X-Mine", "yes"}});
    CHECK(std::string_view{reinterpret_cast<char const*>(question.body.data()),
                           question.body.size()} == "written");
    auto reply = said("{}", 201);
    reply.headers = {{"Content-Type", "application/json"}, {"Location", "/api/notes/7"}};
    one.line->answer(reply);
    auto& response = one.answered(page);
    CHECK(response.status == 201);
    CHECK(response.header("Content-Type") == "application/json");
    CHECK(response.header("Location") == "/api/notes/7");
    CHECK(response.header("Content-Length") == "2");
    CHECK(one.body(response).value() == "{}");
    CHECK(page->times == 1);
}

TEST_CASE("9 without a handler there is 404, for other methods 405", "[assets][contract]") {
    desk one;
    one.line->vacant.push_back(handler);
    CHECK(one.answered(one.get("/nothing")).status == 404);
    CHECK(one.answered(one.ask({"POST", "/app.js", {}, {}})).status == 405);
    CHECK(one.answered(one.get("/settings/x", as_document)).status == 200);
    CHECK(one.complaints.empty());
}

TEST_CASE("9 a document that the handler lets pass is a place inside the app",
          "[assets][contract]") {
    desk one;
    const auto page = one.get("/settings/x", as_document);
    one.asked(handler);
    one.line->answer(passed());
    auto& response = one.answered(page);
    CHECK(response.status == 200);
    CHECK(one.body(response).value().find("<title>home</title>") != std::string::npos);
}

TEST_CASE("9 what the handler says of a document counts, also that it is not there",
          "[assets][contract]") {
    desk one;
    const auto page = one.get("/report/7", as_document);
    one.asked(handler);
    one.line->answer(said("no such report", 404));
    CHECK(one.answered(page).status == 404);
}

TEST_CASE("9 a Content-Type that is missing is found by name and first bytes",
          "[assets][contract]") {
    desk one;
    const auto type = [&](std::string target, client::asset_reply const& reply) {
        const auto page = one.get(std::move(target), {{"Accept", "*/*"}});
        one.asked(handler);
        one.line->answer(reply);
        return std::string{one.answered(page).header("Content-Type")};
    };
    CHECK(type("/made.css", said("a{}")) == "text/css; charset=utf-8");
    CHECK(type("/made", said("%PDF-1.7")) == "application/pdf");
    auto named = streamed(3, true);
    named.name = "film.webm";
    CHECK(type("/films/7", named) == "video/webm");
    CHECK(type("/made", streamed({})) == "application/octet-stream");
}

TEST_CASE("1.4 HTML documents of the handler carry the scripts, what scripts fetch does not",
          "[assets][contract]") {
    desk one;
    for (auto const& [headers, starts] :
         {std::pair{as_document, "<head><script src=\"/wails/ipc.js\">"},
          std::pair{std::vector<http_header>{{"Accept", "*/*"}}, "<head><title>"}}) {
        const auto page = one.get("/made", headers);
        one.asked(handler);
        auto reply = said("<head><title>made</title></head>");
        reply.headers = {{"Content-Type", "text/html; charset=utf-8"}};
        one.line->answer(reply);
        auto& response = one.answered(page);
        const auto body = one.body(response).value();
        CHECK(body.starts_with(starts));
        CHECK(response.header("Content-Length") == std::to_string(body.size()));
    }
}

TEST_CASE("1.4 an HTML document that the handler streams carries the scripts, too",
          "[assets][contract]") {
    desk one;
    const auto page = one.get("/made", as_document);
    one.asked(handler);
    auto reply = streamed({});
    reply.headers = {{"Content-Type", "text/html"}};
    one.line->answer(reply);
    for (std::string_view piece : {"<he", "ad><p>made", ""}) {
        one.asked(handler + ":read");
        one.line->give(piece);
    }
    auto& response = one.answered(page);
    CHECK(one.body(response).value() == "<head><script src=\"/wails/ipc.js\"></script>"
                                        "<script src=\"/wails/runtime.js\"></script><p>made");
}

TEST_CASE("a streamed body is asked for piece by piece, and no piece before it is wanted",
          "[assets]") {
    desk one;
    const auto page = one.get("/made");
    one.asked(handler);
    const auto stream = one.line->question().stream;
    one.line->answer(streamed({}));
    auto& response = one.answered(page);
    one.thread.run_all();
    CHECK(one.line->open.empty());
    CHECK(response.header("Content-Length").empty());

    auto source = std::get<std::shared_ptr<body_source>>(response.body);
    std::string all;
    for (std::string_view piece : {"abc", "defg", ""}) {
        bool came = false;
        source->read([&](result<body_chunk> const& part) {
            all.append(reinterpret_cast<char const*>(part->data.data()), part->data.size());
            came = true;
        });
        REQUIRE(one.line->open.size() == 1);
        CHECK(one.line->open[0].args ==
              json::write_arguments(stream, all.size(), std::uint64_t{piece_bytes}));
        one.line->give(piece);
        one.thread.run_until([&] { return came; });
        CHECK(one.line->open.empty());
    }
    CHECK(all == "abcdefg");
    // Read to its end: the plugin knows.
    response.body = std::string{};
    source.reset();
    CHECK(one.line->told.empty());
}

TEST_CASE("a body that nobody reads any more is closed in the plugin, and its call taken back",
          "[assets]") {
    desk one;
    const auto page = one.get("/made");
    one.asked(handler);
    const auto stream = one.line->question().stream;
    one.line->answer(streamed(100));
    auto& response = one.answered(page);
    std::get<std::shared_ptr<body_source>>(response.body)->read([](result<body_chunk> const&) {
        FAIL("nobody is there to read it");
    });
    REQUIRE(one.line->open.size() == 1);
    const auto call = one.line->open[0].id;
    response.body = std::string{};
    CHECK(one.line->cancelled == std::vector{call});
    CHECK(one.line->told == std::vector<std::string>{handler + ":close [\"" + stream + "\"]"});
    one.thread.run_all();
}

TEST_CASE("9 a body that can be read anywhere is served in parts", "[assets][contract]") {
    desk one;
    const auto page = one.get("/film", {{"Range", "bytes=10-13"}});
    one.asked(handler);
    const auto stream = one.line->question().stream;
    one.line->answer(streamed(1'000, true));
    auto& response = one.answered(page);
    CHECK(response.status == 206);
    CHECK(response.header("Content-Range") == "bytes 10-13/1000");
    CHECK(response.header("Content-Length") == "4");
    std::string part;
    std::get<std::shared_ptr<body_source>>(response.body)->read([&](result<body_chunk> came) {
        part.assign(reinterpret_cast<char const*>(came->data.data()), came->data.size());
    });
    CHECK(one.line->open.at(0).args == json::write_arguments(stream, 10, 4));
    one.line->give("film");
    one.thread.run_until([&] { return !part.empty(); });
    CHECK(part == "film");
}

TEST_CASE("a part of a body that can only be read from front to end is not promised", "[assets]") {
    desk one;
    const auto page = one.get("/made", {{"Range", "bytes=10-13"}});
    one.asked(handler);
    one.line->answer(streamed(1'000));
    CHECK(one.answered(page).status == 200);
    CHECK(page->response->header("Accept-Ranges").empty());
}

TEST_CASE("9 an etag of the handler spares the body", "[assets][contract]") {
    desk one;
    const auto page = one.get("/made", {{"If-None-Match", "\"7\""}});
    one.asked(handler);
    auto reply = streamed(1'000, true);
    reply.headers = {{"ETag", "\"7\""}};
    one.line->answer(reply);
    CHECK(one.answered(page).status == 304);
    CHECK(one.line->told.size() == 1);  // Closed unread.
}

TEST_CASE("a body that is shorter or longer than was promised is an error, not a hang",
          "[assets]") {
    desk one;
    for (std::string_view piece : {"", "too long"}) {
        const auto page = one.get("/made");
        one.asked(handler);
        one.line->answer(streamed(4));
        auto& response = one.answered(page);
        std::optional<result<body_chunk>> came;
        std::get<std::shared_ptr<body_source>>(response.body)->read([&](result<body_chunk> part) {
            came = std::move(part);
        });
        one.line->give(piece);
        one.thread.run_until([&] { return came.has_value(); });
        CHECK_FALSE(came->has_value());
    }
}

TEST_CASE("a plugin that is gone or too slow is 502 or 504, one that throws 500", "[assets]") {
    desk one;
    for (auto const& [code, status] :
         {std::pair{errc::backend_gone, 502}, std::pair{errc::timeout, 504},
          std::pair{errc::app_error, 500}, std::pair{errc::overloaded, 503},
          std::pair{errc::protocol_error, 502}, std::pair{errc::no_such_method, 502}}) {
        CAPTURE(status);
        one.complaints.clear();
        const auto page = one.get("/made");
        one.asked(handler);
        one.line->fail(code, "what happened");
        auto& response = one.answered(page);
        CHECK(response.status == status);
        CHECK(one.body(response).value().find("what happened") != std::string::npos);
        REQUIRE(one.complaints.size() == 1);
        CHECK(one.complaints[0].starts_with("a plugin could not answer GET /made ("));
    }
}

TEST_CASE("a document falls back to the app itself when its handler is gone", "[assets]") {
    desk one;
    const auto page = one.get("/settings/x", as_document);
    one.asked(handler);
    one.line->fail(errc::backend_gone, "it died");
    CHECK(one.answered(page).status == 200);
    CHECK(one.complaints.size() == 1);
}

TEST_CASE("an answer that makes no sense is 502, and no header of it can add another", "[assets]") {
    desk one;
    for (std::string_view json : {"null and void", "[]", "7", R"({"status":"fine"})",
                                  R"({"status":99})", R"({"status":1000})", R"({"status":101})"}) {
        CAPTURE(json);
        const auto page = one.get("/made");
        one.asked(handler);
        one.line->say(json);
        CHECK(one.answered(page).status == 502);
    }
    const auto page = one.get("/made");
    one.asked(handler);
    auto reply = said("x");
    reply.headers = {{"X-Good", "yes"},
                     {"X-Bad", "a\r\nX-More: b"},
                     {"X Bad", "c"},
                     {"", "d"},
                     {"Content-Length", "99"},
                     {"Connection", "close"},
                     {"transfer-encoding", "chunked"}};
    one.line->answer(reply);
    auto& response = one.answered(page);
    CHECK(response.header("X-Good") == "yes");
    CHECK(response.header("Content-Length") == "1");
    for (std::string_view name :
         {"X-Bad", "X Bad", "X-More", "", "Connection", "Transfer-Encoding"})
        CHECK_FALSE(has_header(response.headers, name));
}

TEST_CASE("a new page takes back what the old one asked of plugins", "[assets]") {
    desk one;
    const auto page = one.get("/slow");
    one.asked(handler);
    const auto call = one.line->open[0].id;
    const auto stream = one.line->question().stream;
    one.start_page();
    CHECK(one.line->cancelled == std::vector{call});
    CHECK(one.line->told == std::vector<std::string>{handler + ":close [\"" + stream + "\"]"});
    CHECK(one.answered(page).status == 503);
    one.thread.run_all();
    CHECK(page->times == 1);
}

TEST_CASE("9 a middleware sees files and all else first, but not our scripts",
          "[assets][contract]") {
    desk one;
    one.line->vacant = {handler};
    const auto page = one.get("/app.js");
    one.asked(middleware);
    one.line->answer(said("mine"));
    CHECK(one.body(one.answered(page)).value() == "mine");
    CHECK(one.answered(one.get("/wails/runtime.js")).status == 200);
    CHECK(one.line->open.empty());
}

TEST_CASE("9 what a middleware lets pass keeps the headers that it set", "[assets][contract]") {
    desk one;
    one.line->vacant = {handler};
    const auto page = one.get("/other.js");
    one.asked(middleware);
    auto reply = passed();
    reply.target = "/app.js";
    reply.headers = {{"Content-Security-Policy", "default-src 'self'"},
                     {"Content-Type", "text/plain"}};
    one.line->answer(reply);
    auto& response = one.answered(page);
    CHECK(one.body(response).value() == "0123456789");
    CHECK(response.header("Content-Security-Policy") == "default-src 'self'");
    CHECK(response.header("Content-Type") == "text/plain");
}

TEST_CASE("without a middleware nobody is asked for one, until the next page", "[assets]") {
    desk one;
    one.answered(one.get("/app.js"));
    one.line->vacant.clear();
    one.answered(one.get("/app.js"));
    CHECK(one.line->open.empty());
    one.start_page();
    const auto page = one.get("/app.js");
    one.asked(middleware);
    one.line->answer(passed());
    CHECK(one.answered(page).status == 200);
}

TEST_CASE("a middleware that was there is not skipped because it has died", "[assets]") {
    desk one;
    one.line->vacant.clear();
    auto page = one.get("/app.js");
    one.asked(middleware);
    one.line->answer(passed());
    CHECK(one.answered(page).status == 200);
    for (const auto code : {errc::backend_gone, errc::no_such_method}) {
        one.start_page();
        page = one.get("/app.js");
        one.asked(middleware);
        one.line->fail(code, "it died");
        CHECK(one.answered(page).status == 502);
    }
}

TEST_CASE("an app is not empty because a plugin does not start", "[assets]") {
    desk one;
    one.line->vacant.clear();
    const auto page = one.get("/app.js");
    one.asked(middleware);
    one.line->fail(errc::backend_gone, "it does not start");
    CHECK(one.answered(page).status == 200);
    CHECK(one.complaints.size() == 1);
}

TEST_CASE("a redirect on the app's own address is followed for a script, and shown to a document",
          "[assets]") {
    desk one;
    auto moved = said("", 302);
    moved.headers = {{"Location", "/app.js?v=2#part"}};
    auto page = one.ask({"POST", "/login", {{"Content-Type", "text/plain"}}, "secret"});
    one.asked(handler);
    one.line->answer(moved);
    CHECK(one.body(one.answered(page)).value() == "0123456789");

    moved.headers = {{"Location", "wails://wails/</script>"}};
    page = one.get("/login", as_document);
    one.asked(handler);
    one.line->answer(moved);
    auto& response = one.answered(page);
    CHECK(response.status == 200);
    CHECK(one.body(response).value().find(R"(location.replace("/\u003c/script>"))") !=
          std::string::npos);

    moved.headers = {{"Location", "https://elsewhere.example/"}};
    page = one.get("/login");
    one.asked(handler);
    one.line->answer(moved);
    CHECK(one.answered(page).status == 302);
}

TEST_CASE("a circle of redirects ends", "[assets]") {
    desk one;
    auto moved = said("", 307);
    moved.headers = {{"Location", "/round"}};
    const auto page = one.get("/round");
    while (!page->response) {
        one.thread.run_until([&] { return page->response || !one.line->open.empty(); });
        if (!one.line->open.empty()) one.line->answer(moved);
    }
    CHECK(page->response->status == 502);
}

TEST_CASE("a file is read in pieces by other threads, and ends as an error if it is cut short",
          "[assets]") {
    temporary_directory folder;
    const auto path = folder.write("film", std::string(600'000, 'f'));
    awaited_thread thread;
    worker_pool readers{1};
    const auto open = [&] { return unique_fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC)}; };
    const auto read = [&](file_body& body) {
        std::optional<result<body_chunk>> piece;
        body.read([&](result<body_chunk> came) { piece = std::move(came); });
        thread.run_until([&] { return piece.has_value(); });
        return std::move(*piece);
    };
    file_body body{{open(), 0, 600'000}, readers, thread};
    body.cut(100, 500'000);
    CHECK(read(body)->data.size() == piece_bytes);
    CHECK(body.bytes() == 500'000 - piece_bytes);
    std::filesystem::resize_file(path, 400'000);
    CHECK(read(body)->data.size() == 400'000 - 100 - piece_bytes);
    CHECK_FALSE(read(body).has_value());
    file_body empty{{open(), 0, 0}, readers, thread};
    CHECK(read(empty)->data.empty());
}
