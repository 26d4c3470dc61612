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

TEST_CASE("a call may be a part of a trace", "[inpage]") {
    std::string_view text =
        "c1 d50 t00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01 nmain.A\n[]\n"
        "c2 t00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00 r7\n[]\nc3 t00-0 r7\n[]\n";
    auto line = take_line(text);
    REQUIRE(line);
    REQUIRE(line->context);
    CHECK(line->context->to_text() == "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    CHECK(line->deadline_ms == 50);
    CHECK(line->name == "main.A");
    line = take_line(text);
    REQUIRE(line);
    CHECK(line->context->flags == 0);
    CHECK(raw(line->route) == 7);
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

TEST_CASE("each letter is a kind, and calls of the page are told from those that it serves",
          "[inpage]") {
    for (auto const& [letter, kind] :
         {std::pair{'o', frame_kind::offer}, std::pair{'w', frame_kind::withdraw},
          std::pair{'r', frame_kind::result}, std::pair{'f', frame_kind::error},
          std::pair{'p', frame_kind::progress}, std::pair{'t', frame_kind::item},
          std::pair{'a', frame_kind::item}, std::pair{'k', frame_kind::credit},
          std::pair{'g', frame_kind::credit}, std::pair{'s', frame_kind::subscribe},
          std::pair{'u', frame_kind::unsubscribe}}) {
        const auto written = std::string{letter} + "18446744073709551615 r2\nbody\n";
        std::string_view text = written;
        const auto line = take_line(text);
        REQUIRE(line);
        CHECK(line->kind == kind);
        CHECK(line->letter == letter);
        CHECK(raw(line->id) == 0xffff'ffff'ffff'ffff);
    }
}

TEST_CASE("numbers stand before the name or the route", "[inpage]") {
    std::string_view text =
        "c7 d1050 nmain.App.Greet\n[]\nT3 l1 e1 v4 r2\n\nk9 v1099511627776 r0\n\n";
    auto line = take_line(text);
    REQUIRE(line);
    CHECK(line->deadline_ms == 1050);
    CHECK(line->name == "main.App.Greet");
    line = take_line(text);
    REQUIRE(line);
    CHECK(line->body_went_ahead);
    CHECK(line->letter == 't');
    CHECK(line->last);
    CHECK(line->code == 1);
    CHECK(line->aux == 4);
    CHECK(raw(line->route) == 2);
    line = take_line(text);
    REQUIRE(line);
    CHECK(line->aux == std::uint64_t{1} << 40);
    CHECK_FALSE(line->last);
}

TEST_CASE("what is no line is not taken", "[inpage]") {
    for (std::string_view text : {"",
                                  "\n",
                                  "\n\n",
                                  "c1 nx",
                                  "c1 nx\n",
                                  "c1 nx\nbody",
                                  "q1\n\n",
                                  "c\n\n",
                                  "cx\n\n",
                                  "c1 r\n\n",
                                  "c1 rx\n\n",
                                  "c1 r1x\n\n",
                                  "c1 r4294967296\n\n",
                                  "c1 z1\n\n",
                                  "c1 n\n\n",
                                  "c1nx\n\n",
                                  "c1 d\n\n",
                                  "c1 d4294967296 nx\n\n",
                                  "t1 l2 r1\n\n",
                                  "t1 e65536 r1\n\n",
                                  "t1 v18446744073709551616 r1\n\n",
                                  "t1 d1nx\n\n",
                                  "t1 r1 l1\n\n",
                                  "c1 d1 \n\n",
                                  "c18446744073709551616 nx\n\n",
                                  "c-1 nx\n\n"}) {
        INFO(text);
        CHECK_FALSE(take_line(text));
    }
}
