// SPDX-License-Identifier: MIT
//
// page_lines — what page.js writes, and what only somebody else could have written.
#include "tests/support/catch.hpp"
#include "webview-host/inpage/page_lines.hpp"

using namespace fairlead;
using namespace fairlead::page;
using wire::frame_kind;

TEST_CASE("lines are taken one after the other", "[inpage]") {
    std::string_view text = "c7 nmain.App.Greet\n[\"Ada\"]\nc8 r3\n[]\nx7\n\n";
    auto line = take_line(text);
    REQUIRE(line);
    CHECK(line->kind == frame_kind::call);
    CHECK(raw(line->id) == 7);
    CHECK(line->name == "main.App.Greet");
    CHECK(line->body == "[\"Ada\"]");
    CHECK_FALSE(line->body_went_ahead);
    line = take_line(text);
    REQUIRE(line);
    CHECK(line->name.empty());
    CHECK(raw(line->route) == 3);
    line = take_line(text);
    REQUIRE(line);
    CHECK(line->kind == frame_kind::cancel);
    CHECK(line->body.empty());
    CHECK_FALSE(take_line(text));
}

TEST_CASE("a capital letter says that the body went ahead", "[inpage]") {
    for (auto const& [letter, kind] :
         {std::pair{'C', frame_kind::call}, std::pair{'I', frame_kind::invoke},
          std::pair{'E', frame_kind::event}}) {
        const auto written = std::string{letter} + "1 nx\n\n";
        std::string_view text = written;
        const auto line = take_line(text);
        REQUIRE(line);
        CHECK(line->kind == kind);
        CHECK(line->body_went_ahead);
    }
}

TEST_CASE("what is no line is not taken", "[inpage]") {
    for (std::string_view text :
         {"", "\n", "\n\n", "c1 nx", "c1 nx\n", "c1 nx\nbody", "q1\n\n", "c\n\n", "cx\n\n",
          "c1 r\n\n", "c1 rx\n\n", "c1 r1x\n\n", "c1 r4294967296\n\n", "c1 z1\n\n", "c1 n\n\n",
          "c1nx\n\n", "c18446744073709551616 nx\n\n", "c-1 nx\n\n"}) {
        INFO(text);
        CHECK_FALSE(take_line(text));
    }
}
