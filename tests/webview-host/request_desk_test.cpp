// SPDX-License-Identifier: MIT
//
// request_desk_test — who answers what: a file, the handler, nobody; and in which words.
#include "tests/webview-host/support/serving_desk.hpp"

using namespace fairlead;
using namespace fairlead::host;
using namespace fairlead::tests;

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
