// SPDX-License-Identifier: MIT
//
// page_message_test — every form that a page may send, and what is said about the rest.
#include "tests/support/catch.hpp"
#include "webview-host/bridge/page_message.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <variant>

using namespace fairlead::host;
using namespace std::string_view_literals;

namespace {

/// The message as T; a test fails where it is something else.
template <class T>
T parsed(std::string_view text) {
    const auto message = parse_page_message(text);
    CAPTURE(text);
    REQUIRE(std::holds_alternative<T>(message));
    return std::get<T>(message);
}

std::string complaint(std::string_view text) { return parsed<bad_message>(text).sentence; }

bool is_bad(std::string_view text) {
    return std::holds_alternative<bad_message>(parse_page_message(text));
}

bool speaks_of(std::string const& sentence, std::string_view word) {
    return sentence.find(word) != sentence.npos;
}

}  // namespace

TEST_CASE("a call keeps its text whole for the broker", "[bridge]") {
    constexpr auto text = R"(C{"name":"main.App.Greet","args":["Ada"],"callbackID":"x"})"sv;
    const auto call = parsed<call_message>(text);
    CHECK(call.text.data() == text.data());
    CHECK(call.text.size() == text.size());
    CHECK(call.body == text.substr(1));
}

TEST_CASE("an obfuscated call is a call like any other here", "[bridge]") {
    CHECK(parsed<call_message>(R"(c{"id":7,"args":[],"callbackID":"x"})").body ==
          R"({"id":7,"args":[],"callbackID":"x"})");
}

TEST_CASE("only the header of a call is judged here", "[bridge]") {
    CHECK(parsed<call_message>("C{nonsense").body == "{nonsense");
    CHECK(is_bad("C"));
    CHECK(is_bad("c[1]"));
    CHECK(speaks_of(complaint("Cheese"), "JSON object"));
}

TEST_CASE("what goes along a call keeps its text whole for the broker", "[bridge]") {
    const auto live = parsed<live_message>(R"(FX{"callbackID":"x"})");
    CHECK(live.text == R"(FX{"callbackID":"x"})");
    CHECK(live.body == R"({"callbackID":"x"})");
    for (auto text : {"F", "FX", "F{}", "FX[1]", "Fish"}) CHECK(is_bad(text));
}

TEST_CASE("an emitted event keeps its text whole for the broker", "[bridge]") {
    const auto event = parsed<emit_message>(R"(EE{"name":"saved","data":[1]})");
    CHECK(event.text == R"(EE{"name":"saved","data":[1]})");
    CHECK(event.body == R"({"name":"saved","data":[1]})");
    CHECK(is_bad("EE"));
    CHECK(is_bad("EEsaved"));
}

TEST_CASE("interest in an event begins and ends", "[bridge]") {
    const auto begins = parsed<interest_message>("ESfile: saved");
    CHECK(begins.name == "file: saved");
    CHECK(begins.wanted);
    const auto ends = parsed<interest_message>("EXE");
    CHECK(ends.name == "E");
    CHECK_FALSE(ends.wanted);
}

TEST_CASE("an event has a name of bounded length", "[bridge]") {
    CHECK(is_bad("ES"));
    CHECK(is_bad("EX"));
    CHECK(parsed<interest_message>("ES" + std::string(512, 'a')).wanted);
    CHECK(speaks_of(complaint("EX" + std::string(513, 'a')), "512 bytes"));
    CHECK(is_bad("E"));
    CHECK(is_bad("EQx"));
}

TEST_CASE("each letter of a log message is a level", "[bridge]") {
    for (auto [letter, level] :
         {std::pair{'T', log_level::trace}, std::pair{'D', log_level::debug},
          std::pair{'I', log_level::info}, std::pair{'W', log_level::warning},
          std::pair{'E', log_level::error}, std::pair{'F', log_level::fatal},
          std::pair{'P', log_level::print}}) {
        const auto text = std::string{"L"} + letter + "the tide: high";
        const auto message = parsed<log_message>(text);
        CHECK(message.level == level);
        CHECK(message.text == "the tide: high");
    }
    CHECK(parsed<log_message>("LI").text.empty());
    CHECK(is_bad("L"));
    CHECK(is_bad("Lx"));
}

TEST_CASE("a log text may hold anything, a NUL too", "[bridge]") {
    CHECK(parsed<log_message>("LIa\0b"sv).text == "a\0b"sv);
}

TEST_CASE("the log level is one digit", "[bridge]") {
    CHECK(parsed<log_level_message>("LS1").level == log_level::trace);
    CHECK(parsed<log_level_message>("LS5").level == log_level::error);
    for (auto text : {"LS", "LS0", "LS6", "LS11", "LSx"}) {
        CAPTURE(text);
        CHECK(is_bad(text));
    }
}

TEST_CASE("the window messages without a value are read by name", "[bridge]") {
    for (auto [text, action] : {
             std::pair{"Wc", window_action::centre},
             std::pair{"WF", window_action::fullscreen},
             std::pair{"Wf", window_action::unfullscreen},
             std::pair{"WH", window_action::hide},
             std::pair{"WS", window_action::show},
             std::pair{"WM", window_action::maximise},
             std::pair{"WU", window_action::unmaximise},
             std::pair{"Wt", window_action::toggle_maximise},
             std::pair{"Wm", window_action::minimise},
             std::pair{"Wu", window_action::unminimise},
             std::pair{"WR", window_action::reload_app},
             std::pair{"WASDT", window_action::system_theme},
             std::pair{"WALT", window_action::light_theme},
             std::pair{"WADT", window_action::dark_theme},
         }) {
        CHECK(parsed<window_action_message>(text).action == action);
        CHECK(is_bad(std::string{text} + "!"));
    }
    CHECK(is_bad("W"));
    CHECK(is_bad("WX"));
}

TEST_CASE("a title is everything behind WT", "[bridge]") {
    CHECK(parsed<window_title_message>("WTBay: 3 ships").title == "Bay: 3 ships");
    CHECK(parsed<window_title_message>("WT").title.empty());
}

TEST_CASE("sizes are two whole numbers that are not negative", "[bridge]") {
    const auto size = parsed<window_size_message>("Ws:1024:768");
    CHECK(size.which == window_bound::size);
    CHECK(size.width == 1024);
    CHECK(size.height == 768);
    CHECK(parsed<window_size_message>("Wz:0:0").which == window_bound::min_size);
    CHECK(parsed<window_size_message>("WZ:1:2").which == window_bound::max_size);
    for (auto text : {"Ws:", "Ws:1", "Ws:1:", "Ws::1", "Ws:100.5:1", "Ws:1:1e3", "Ws: 1:2",
                      "Ws:1:2 ", "Ws:+1:2", "Ws:1:2:3", "Ws:NaN:1", "Ws:undefined:1", "Ws:-1:1",
                      "Wz:1:-1", "Ws:2147483648:1", "Ws:0x10:1", "Ws1:2"}) {
        CAPTURE(text);
        CHECK(is_bad(text));
    }
    CHECK(speaks_of(complaint("Ws:100.5:1"), "two whole numbers"));
    CHECK(speaks_of(complaint("Ws:-1:1"), "not negative"));
}

TEST_CASE("a position may be negative", "[bridge]") {
    const auto position = parsed<window_position_message>("Wp:-20:40");
    CHECK(position.x == -20);
    CHECK(position.y == 40);
    CHECK(is_bad("Wp:--20:40"));
    CHECK(is_bad("Wp:20"));
}

TEST_CASE("always on top is 0 or 1", "[bridge]") {
    CHECK(parsed<window_on_top_message>("WATP:1").on);
    CHECK_FALSE(parsed<window_on_top_message>("WATP:0").on);
    CHECK(is_bad("WATP:"));
    CHECK(is_bad("WATP:2"));
    CHECK(is_bad("WATP:10"));
}

TEST_CASE("a colour has four bytes", "[bridge]") {
    const auto colour = parsed<window_colour_message>(R"(Wr:{"r":1,"g":2,"b":255,"a":0})");
    CHECK(colour.red == 1);
    CHECK(colour.green == 2);
    CHECK(colour.blue == 255);
    CHECK(colour.alpha == 0);
    for (auto text : {R"(Wr:)", R"(Wr:{})", R"(Wr:[1,2,3,4])", R"(Wr:{"r":1,"g":2,"b":3})",
                      R"(Wr:{"r":256,"g":2,"b":3,"a":4})", R"(Wr:{"r":-1,"g":2,"b":3,"a":4})",
                      R"(Wr:{"r":1.5,"g":2,"b":3,"a":4})", R"(Wr:{"r":"1","g":2,"b":3,"a":4})",
                      R"(Wr:{"r":1,"g":2,"b":3,"a":4)"}) {
        CAPTURE(text);
        CHECK(is_bad(text));
    }
    CHECK(is_bad("Wr:" + std::string(100'000, '[')));
}

TEST_CASE("a browser message carries an address", "[bridge]") {
    CHECK(parsed<browser_message>("BO:https://a.b:80/c?d").url == "https://a.b:80/c?d");
    CHECK(is_bad("BO:"));
    CHECK(is_bad("BO"));
    CHECK(is_bad("Bhttps://a.b"));
}

TEST_CASE("a file drop carries a place and paths", "[bridge]") {
    const auto drop = parsed<drop_message>("DD:10:-4:/home/a:b\n/home/c\n");
    CHECK(drop.x == 10);
    CHECK(drop.y == -4);
    CHECK(drop.paths == std::vector{"/home/a:b"sv, "/home/c"sv});
    for (auto text :
         {"DD:", "DD:1:2", "DD:1:2:", "DD:1:2:\n", "DD:1.5:2:/a", "DD:1:/a", "DomReady", "D"}) {
        CAPTURE(text);
        CHECK(is_bad(text));
    }
}

TEST_CASE("the app is told to quit, show or hide by one letter alone", "[bridge]") {
    CHECK(parsed<app_message>("Q").action == app_action::quit);
    CHECK(parsed<app_message>("S").action == app_action::show);
    CHECK(parsed<app_message>("H").action == app_action::hide);
    CHECK(is_bad("Quit please"));
    CHECK(is_bad("Hello"));
    CHECK(is_bad("S "));
}

TEST_CASE("the page says that it is ready, and that the window should move", "[bridge]") {
    parsed<ready_message>("runtime:ready");
    parsed<drag_message>("drag");
    CHECK(is_bad("runtime:ready "));
    CHECK(is_bad("dragon"));
}

TEST_CASE("each of the eight edges resizes, spelt with the cursor's ending or without",
          "[bridge]") {
    for (auto [name, edge] :
         {std::pair{"n", window_edge::north}, std::pair{"ne", window_edge::north_east},
          std::pair{"e", window_edge::east}, std::pair{"se", window_edge::south_east},
          std::pair{"s", window_edge::south}, std::pair{"sw", window_edge::south_west},
          std::pair{"w", window_edge::west}, std::pair{"nw", window_edge::north_west}}) {
        CHECK(parsed<resize_message>(std::string{"resize:"} + name + "-resize").edge == edge);
        CHECK(parsed<resize_message>(std::string{"resize:"} + name).edge == edge);
    }
    CHECK(is_bad("resize:"));
    CHECK(is_bad("resize:en-resize"));
}

TEST_CASE("garbage is answered with a sentence that quotes a bounded, printable part of it",
          "[bridge]") {
    CHECK(complaint("") == "an empty message");
    CHECK(complaint("garbage") == "message \"garbage\": unknown message from the page");
    CHECK(complaint("x\n\x01y") == "message \"x??y\": unknown message from the page");
    CHECK(complaint(std::string(100'000, 'z')).size() < 200);
    const auto cut = complaint("y" + std::string(79, 'z') + "\xc3\xbc");
    CHECK(speaks_of(cut, "zz…\""));
    CHECK_FALSE(speaks_of(complaint(std::string(79, 'y') + "\xc3\xbc"), "\xc3…"));
}
