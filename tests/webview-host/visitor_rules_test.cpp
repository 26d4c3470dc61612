// SPDX-License-Identifier: MIT
//
// visitor_rules_test — names, origins, tokens and addresses, each by itself.
#include "tests/support/catch.hpp"
#include "webview-host/dev/log_rate.hpp"
#include "webview-host/dev/server_address.hpp"
#include "webview-host/dev/visitor_rules.hpp"

using namespace fairlead::host;

namespace {

bool lets_in(visitor_rules const& rules, std::vector<http_header> headers,
             std::string_view method = "GET") {
    return !rules.judge({method, "/", headers});
}

}  // namespace

TEST_CASE("the address of the server is a host, a port, or both", "[webview-host][dev]") {
    const auto parsed = [](std::string_view text) -> std::string {
        const auto at = parse_server_address(text);
        return at ? at->host + ' ' + std::to_string(at->port) : "no";
    };
    CHECK(parsed("localhost:34115") == "localhost 34115");
    CHECK(parsed("127.0.0.1:0") == "127.0.0.1 0");
    CHECK(parsed("[::1]:80") == "[::1] 80");
    CHECK(parsed("[::1]") == "[::1] 34115");
    CHECK(parsed(":8080") == "localhost 8080");
    CHECK(parsed("dev.example") == "dev.example 34115");
    for (auto const* text : {"", ":", "localhost:", "localhost:x", "localhost:65536", "a b:1",
                             "http://localhost:1", "::1:80", "[]:80", "localhost:80 "})
        CHECK(parsed(text) == "no");
    CHECK(is_loopback("localhost"));
    CHECK(is_loopback("127.1.2.3"));
    CHECK(is_loopback("[::1]"));
    CHECK_FALSE(is_loopback("0.0.0.0"));
    CHECK_FALSE(is_loopback("[::]"));
    CHECK_FALSE(is_loopback("localhost.example"));
}

TEST_CASE("the server answers under its own names, with its own port", "[webview-host][dev]") {
    const visitor_rules rules{{"Dev.example", "other.example:99"}, 34'115, "t"};
    for (auto const* host : {"localhost:34115", "127.0.0.1:34115", "[::1]:34115", "LOCALHOST:34115",
                             "dev.example:34115", "other.example:99"})
        CHECK(lets_in(rules, {{"Host", host}}));
    for (auto const* host : {"", "localhost", "localhost:1", "dev.example", "other.example:34115",
                             "localhost:34115.evil", "evil:34115", "localhost:34115:34115"})
        CHECK_FALSE(lets_in(rules, {{"Host", host}}));
    CHECK_FALSE(lets_in(rules, {}));
    const visitor_rules usual{{}, 80, "t"};
    CHECK(lets_in(usual, {{"Host", "localhost"}}));
    CHECK_FALSE(lets_in(usual, {{"Host", "localhost:81"}}));
}

TEST_CASE("whoever opens a socket, or sends more than a question, comes from our own page",
          "[webview-host][dev]") {
    const visitor_rules rules{{}, 1, "t"};
    const http_header host{"Host", "localhost:1"}, upgrade{"Upgrade", "WebSocket"};
    CHECK(lets_in(rules, {host, upgrade}));  // No browser: the token is its ticket.
    CHECK(lets_in(rules, {host, upgrade, {"Origin", "http://localhost:1"}}));
    CHECK(lets_in(rules, {host, upgrade, {"Origin", "https://localhost:1"}}));
    for (auto const* origin : {"null", "http://localhost", "http://localhost:11", "file://",
                               "http://127.0.0.1:1", "ws://localhost:1", "http://localhost:1/"}) {
        CHECK_FALSE(lets_in(rules, {host, upgrade, {"Origin", origin}}));
        CHECK_FALSE(lets_in(rules, {host, {"Origin", origin}}, "POST"));
        CHECK(lets_in(rules, {host, {"Origin", origin}}));  // Reads nothing that it may not.
    }
    const visitor_rules encrypted{{}, 1, "t", true};
    CHECK(lets_in(encrypted, {host, upgrade}));
    CHECK(lets_in(encrypted, {host, upgrade, {"Origin", "https://localhost:1"}}));
    for (auto const* origin : {"http://localhost:1", "https://localhost:11", "null"})
        CHECK_FALSE(lets_in(encrypted, {host, upgrade, {"Origin", origin}}));
}

TEST_CASE("a token is compared as a whole", "[webview-host][dev]") {
    const visitor_rules rules{{}, 1, "0123abcd"};
    const auto fits = [&](std::string_view target) {
        return !rules.judge_token({"GET", target, {}});
    };
    CHECK(fits("/wails/ipc?token=0123abcd"));
    CHECK(fits("/wails/ipc?client=fairlead&token=0123abcd&x=1"));
    for (auto const* target : {"/wails/ipc", "/wails/ipc?", "/wails/ipc?token", "/wails/ipc?token=",
                               "/wails/ipc?token=0123abc", "/wails/ipc?token=0123abcde",
                               "/wails/ipc?Token=0123abcd", "/wails/ipc?a=token=0123abcd", ""})
        CHECK_FALSE(fits(target));
}

TEST_CASE("of many refusals in a second one is said, with their number", "[webview-host][dev]") {
    log_rate rate;
    const log_rate::clock::time_point start{};
    CHECK(rate.allow(start) == 1);
    for (int i = 0; i < 9; ++i) CHECK_FALSE(rate.allow(start + std::chrono::milliseconds{100 * i}));
    CHECK(rate.allow(start + std::chrono::seconds{1}) == 10);
}
