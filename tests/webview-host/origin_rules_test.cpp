// SPDX-License-Identifier: MIT
//
// origin_rules — which origins a pattern means, and the tricks that were tried on Wails.
#include "tests/support/catch.hpp"
#include "webview-host/window/navigation_rules.hpp"

#include <fairlead/vocabulary/origin_rules.hpp>

using namespace fairlead;
using namespace fairlead::host;

namespace {

bool allows(std::string const& pattern, std::string_view url) {
    REQUIRE(is_origin_pattern(pattern));
    return origin_rules{{pattern}}.allows(url);
}

}  // namespace

// Wails: an exact origin, with or without its port.
// Here: the same.
TEST_CASE("12 an allowed origin is itself, whatever the path", "[contract][origins]") {
    CHECK(allows("https://example.org", "https://example.org/"));
    CHECK(allows("https://example.org", "https://EXAMPLE.org/a?b#c"));
    CHECK(allows("http://localhost:5173", "http://localhost:5173/x"));
    CHECK_FALSE(allows("https://example.org", "http://example.org/"));
    CHECK_FALSE(allows("https://example.org", "https://example.org:8443/"));
    CHECK_FALSE(allows("https://example.org", "https://example.org.evil.net/"));
    CHECK_FALSE(allows("https://example.org", "https://evil.net/https://example.org"));
    CHECK_FALSE(allows("https://example.org", "https://example.org@evil.net/"));
    CHECK_FALSE(allows("https://example.org", "https://evil.net?.example.org"));
    CHECK_FALSE(allows("https://example.org", "data:text/html,https://example.org"));
    CHECK_FALSE(allows("https://example.org", ""));
}

// Wails: a star is one component.
// Here: the same.
TEST_CASE("12 a star is one whole part of an origin", "[contract][origins]") {
    CHECK(allows("https://*.example.org", "https://a.example.org/"));
    CHECK_FALSE(allows("https://*.example.org", "https://example.org/"));
    CHECK_FALSE(allows("https://*.example.org", "https://a.b.example.org/"));
    CHECK_FALSE(allows("https://*.example.org", "https://evil.net/.example.org"));
    CHECK_FALSE(allows("https://*.example.org", "https://evil.net:1@a.example.org/"));
    CHECK_FALSE(allows("https://*.example.org", "https://.example.org/"));
    CHECK(allows("http://127.0.0.1:*", "http://127.0.0.1:4711/"));
    CHECK_FALSE(allows("http://127.0.0.1:*", "http://127.0.0.1/"));
    CHECK_FALSE(allows("http://127.0.0.1:*", "http://127.0.0.1.evil.net:80/"));
}

// Wails: a star elsewhere is taken literally.
// Here: it is refused at the start.
TEST_CASE("12 what is no pattern is refused, not taken loosely", "[contract][origins]") {
    for (auto const* text :
         {"", "*", "example.org", "https://", "https://ex*.org", "https://a..org", "ftp://a.org",
          "*://a.org", "https://a.org/x", "https://A.org", "https://a.org:x", "https://a.org:1:2",
          "https://[::1]"})
        CHECK_FALSE(is_origin_pattern(text));
}

// Wails: the bridge alone looks at origins.
// Here: the window does, too.
TEST_CASE("12 an allowed page is shown in the window, as one's own is", "[contract][origins]") {
    CHECK(judge({.url = "https://a.org/", .is_allowed = true}) == navigation_verdict::load);
    CHECK(judge({.url = "https://a.org/", .in_new_window = true, .is_allowed = true}) ==
          navigation_verdict::outside);
    CHECK(judge_response("https://a.org/", true, true) == navigation_verdict::load);
    CHECK(judge_response("https://b.org/", true) == navigation_verdict::outside);
}

TEST_CASE("two patterns may mean one origin, or never do", "[origins]") {
    CHECK(may_meet("https://docs.example.org", "https://*.example.org"));
    CHECK(may_meet("https://docs.*.org", "https://*.example.org"));
    CHECK(may_meet("http://localhost:*", "http://localhost:8080"));
    CHECK_FALSE(may_meet("http://localhost", "http://localhost:*"));
    CHECK_FALSE(may_meet("http://docs.example.org", "https://docs.example.org"));
    CHECK_FALSE(may_meet("https://a.b.example.org", "https://*.example.org"));
}
