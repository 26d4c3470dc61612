// SPDX-License-Identifier: MIT
//
// upstream_test — addresses, headers, and a server that never answers.
#include "tests/support/catch.hpp"
#include "tests/webview-host/support/serving_fakes.hpp"
#include "webview-host/dev/proxy_headers.hpp"
#include "webview-host/dev/upstream.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

using namespace fairlead;
using namespace fairlead::host;
using namespace fairlead::tests;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

TEST_CASE("the front end's own server is an http address", "[host][upstream]") {
    const auto vite = parse_upstream_address("http://localhost:5173/");
    REQUIRE(vite);
    CHECK(vite->authority() == "localhost:5173");
    CHECK(vite->url() == "http://localhost:5173/");
    const auto below = parse_upstream_address("http://[::1]:8080/app/?x");
    REQUIRE(below);
    CHECK(below->host == "::1");
    CHECK(below->url() == "http://[::1]:8080/app/");
    CHECK(parse_upstream_address("http://dev.example")->authority() == "dev.example");
    for (auto const* no : {"", "localhost:5173", "https://localhost:1/", "http://", "http://:80/",
                           "http://a b/", "http://x:0/", "http://x:99999/", "http://x/a b"}) {
        INFO(no);
        CHECK_FALSE(parse_upstream_address(no));
    }
}

TEST_CASE("the start page is where the server has it", "[host][upstream]") {
    const upstream_address below{"localhost", 1, "/app/"};
    CHECK(target_at(below, "/") == "/app/");
    CHECK(target_at(below, "/?a=/") == "/app/?a=/");
    CHECK(target_at(below, "/app/main.ts") == "/app/main.ts");
}

TEST_CASE("a file may be asked for again, a page is always whole", "[host][upstream]") {
    const upstream_address where{"localhost", 1};
    std::vector<http_header> asked{{"If-None-Match", "\"1\""},
                                   {"Range", "bytes=0-1"},
                                   {"Connection", "close , X-One,x-two"},
                                   {"x-one", "1"},
                                   {"X-Two", "2"},
                                   {"X-Three", "3"}};
    auto as_file = asked;
    as_file.push_back({"Accept", "*/*"});
    const auto file = headers_to(where, {"GET", "/a.js", as_file});
    CHECK(has_header(file, "Range"));
    CHECK_FALSE(has_header(file, "X-One"));
    CHECK_FALSE(has_header(file, "X-Two"));
    CHECK(header_in(file, "X-Three") == "3");
    CHECK(header_in(file, "Host") == "localhost:1");
    CHECK_FALSE(has_header(file, "Origin"));
    const auto page = headers_to(where, {"GET", "/", asked});
    CHECK_FALSE(has_header(page, "Range"));
    CHECK_FALSE(has_header(page, "If-None-Match"));

    asset_response moved{302, {{"Location", "http://localhost:1/x"}}, std::string{}};
    mend_headers_from(where, {"GET", "/", {}}, moved);
    CHECK(moved.header("Location") == "/x");
    asset_response away{302, {{"Location", "http://localhost:12/x"}}, std::string{}};
    mend_headers_from(where, {"GET", "/", {}}, away);
    CHECK(away.header("Location") == "http://localhost:12/x");
}

TEST_CASE("a server that takes a question and says nothing is given up", "[host][upstream]") {
    const unique_fd door{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t bytes = sizeof at;
    auto* address = reinterpret_cast<sockaddr*>(&at);
    REQUIRE(::bind(door.get(), address, bytes) == 0);
    REQUIRE(::listen(door.get(), 8) == 0);
    REQUIRE(::getsockname(door.get(), address, &bytes) == 0);

    awaited_thread thread;
    upstream server{{"127.0.0.1", ntohs(at.sin_port)}, thread, {5s, 20ms}};
    std::optional<asset_response> answer;
    server.ask({"GET", "/src/main.ts", {}, {}},
               [&](asset_response response) { answer = std::move(response); });
    thread.run_until([&] { return answer.has_value(); });
    CHECK(answer->status == 504);
    CHECK_THAT(std::get<std::string>(answer->body),
               Contains("GET /src/main.ts") && Contains("not answered in time"));
    {
        upstream leaves{{"127.0.0.1", ntohs(at.sin_port)}, thread};
        leaves.ask({"GET", "/", {}, {}}, [](asset_response) { FAIL("nobody waits any more"); });
    }
}
