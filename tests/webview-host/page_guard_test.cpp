// SPDX-License-Identifier: MIT
//
// page_guard, navigation_rules, url_rules, crash_budget — who may speak, go and open what.
#include "tests/support/catch.hpp"
#include "webview-host/system/url_rules.hpp"
#include "webview-host/window/crash_budget.hpp"
#include "webview-host/window/navigation_rules.hpp"
#include "webview-host/window/page_guard.hpp"

using namespace fairlead::host;

TEST_CASE("only a message behind the secret is opened", "[guard]") {
    const page_guard guard{"secret-"};
    const auto opened = guard.open("secret-0123456789abcdefC{}");
    REQUIRE(opened);
    CHECK(opened->page == "0123456789abcdef");
    CHECK(opened->text == "C{}");
    CHECK(guard.open("secret-0123456789abcdef")->text.empty());
    CHECK_FALSE(guard.open("C{}"));
    CHECK_FALSE(guard.open(""));
    CHECK_FALSE(guard.open("secret-"));
    CHECK_FALSE(guard.open("secret-0123456789abcde"));
    CHECK_FALSE(guard.open("secret-0123456789ABCDEFC{}"));
    CHECK_FALSE(guard.open("Secret-0123456789abcdefC{}"));
}

TEST_CASE("two windows have two secrets, and the script has its own", "[guard]") {
    const auto one = page_guard::random_secret(), other = page_guard::random_secret();
    CHECK(one.size() == 32);
    CHECK(one != other);
    CHECK(page_guard{one}.user_script().find('\'' + one + '\'') != std::string::npos);
}

TEST_CASE("a page goes where its app is", "[navigation]") {
    CHECK(is_own_address("wails://wails/"));
    CHECK(is_own_address("wails://wails/docs/a.html?b#c"));
    CHECK(is_own_address("wails://wails"));
    CHECK_FALSE(is_own_address("wails://wails.example/"));
    CHECK_FALSE(is_own_address("wails://other/"));
    CHECK_FALSE(is_own_address("https://wails/"));
    CHECK(judge({"wails://wails/x"}) == navigation_verdict::load);
}

TEST_CASE("web pages open outside, everything else nowhere", "[navigation]") {
    using enum navigation_verdict;
    CHECK(judge({.url = "https://example.org/", .by_link = true}) == outside);
    CHECK(judge({.url = "MAILTO:ada@example.org", .by_link = true}) == outside);
    CHECK(judge({.url = "https://example.org/", .in_new_window = true}) == outside);
    CHECK(judge({.url = "file:///etc/passwd", .in_new_window = true}) == refuse);
    CHECK(judge({.url = "wails://wails/", .in_new_window = true}) == refuse);
}

TEST_CASE("where a frame could be meant, the answer waits for the response", "[navigation]") {
    using enum navigation_verdict;
    CHECK(judge({.url = "https://example.org/"}) == ask_later);
    CHECK(judge({.url = "https://example.org/", .by_link = true, .foreign_frames = true}) ==
          ask_later);
    CHECK(judge_response("https://example.org/", false) == load);
    CHECK(judge_response("https://example.org/", true) == outside);
    CHECK(judge_response("data:text/html,x", true) == refuse);
    CHECK(judge_response("wails://wails/", true) == load);
}

TEST_CASE("an address that another program gets is an address and nothing else", "[url]") {
    for (const auto fine :
         {"https://example.org/a?b=c&d=%20#e", "http://localhost:8080", "mailto:ada@example.org"})
        CHECK(refusal_of_url(fine).empty());
    for (const auto bad : {"",
                           "example.org",
                           "javascript:alert",
                           "JavaScript:alert",
                           "data:text/html,x",
                           "file:///etc/passwd",
                           "ftp://example.org/",
                           "http://",
                           "https:///path",
                           "https://:80/",
                           "https://user@",
                           "https://a b/",
                           "https://a/$(reboot)",
                           "https://a/`x`",
                           "https://a/x;y",
                           "https://a/x|y",
                           "https://a/\\x",
                           "https://a/\x01",
                           "https://a/\xc2\xa0",
                           "-x:y",
                           "https://a/<x>",
                           "wails://wails/"})
        CHECK_FALSE(refusal_of_url(bad).empty());
    CHECK_FALSE(refusal_of_url("https://a/" + std::string(10'000, 'x')).empty());
}

TEST_CASE("a page may crash a few times a minute", "[window]") {
    crash_budget budget;
    crash_budget::clock::time_point now{};
    for (std::size_t i = 0; i < crash_budget::crashes_max; ++i) CHECK(budget.try_spend(now));
    CHECK_FALSE(budget.try_spend(now + std::chrono::seconds{60}));
    CHECK(budget.try_spend(now + std::chrono::seconds{61}));
}
