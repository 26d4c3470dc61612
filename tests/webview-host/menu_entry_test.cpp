// SPDX-License-Identifier: MIT
//
// menu_entry and accelerator — what a plugin describes, read to its last word.
#include "tests/support/catch.hpp"
#include "webview-host/menu/menu_entry.hpp"

#include <fairlead/json/error.hpp>

using namespace fairlead;
using namespace fairlead::host;
using Catch::Matchers::Contains;

namespace {

std::string complaint_about(std::string_view args) {
    try {
        parse_menu(args);
    } catch (json::bad_value const& problem) {
        return problem.what();
    }
    return {};
}

std::string complaint_about_keys(std::string_view text) {
    try {
        parse_accelerator(text);
    } catch (json::bad_value const& problem) {
        return problem.what();
    }
    return {};
}

}  // namespace

TEST_CASE("10.3 a menu has items of five kinds, in any depth a person can follow",
          "[menu][contract]") {
    const auto menu = parse_menu(R"(["notes",[{"type":"submenu","id":1,"label":"File","items":[
        {"type":"text","id":2,"label":"Open","accelerator":"CmdOrCtrl+O"},{"type":"separator"},
        {"type":"checkbox","id":3,"label":"Wrap","checked":true,"disabled":true},
        {"type":"radio","id":4,"label":"Small","hidden":true},
        {"type":"submenu","id":5,"label":"More","items":[],"later":"is skipped"}]}]])");
    CHECK(menu.owner == "notes");
    REQUIRE(menu.items.size() == 1);
    CHECK(menu.items[0].kind == menu_entry_kind::submenu);
    auto const& items = menu.items[0].items;
    REQUIRE(items.size() == 5);
    CHECK(items[0].label == "Open");
    CHECK(items[0].keys == accelerator{.control = true, .key = "o"});
    CHECK(items[1].kind == menu_entry_kind::separator);
    CHECK(items[2].checked);
    CHECK(items[2].disabled);
    CHECK(items[3].kind == menu_entry_kind::radio);
    CHECK(items[3].hidden);
    CHECK(items[3].id == 4);
    CHECK(parse_menu(R"(["notes",[]])").items.empty());
}

TEST_CASE("a menu that is wrong is refused, and the complaint names the place", "[menu]") {
    CHECK_THAT(complaint_about(R"(["n",[{"type":"knob"}]])"), Contains("[0].type: 'knob' is none"));
    CHECK_THAT(complaint_about(R"(["n",[{"items":[{"label":1}],"type":"submenu"}]])"),
               Contains("[0].items[0].label: expected a string"));
    CHECK_THAT(complaint_about(R"(["n",[{"type":"text","items":[]}]])"),
               Contains("[0]: only a submenu has items"));
    CHECK_THAT(complaint_about(R"(["n",[{"id":-1}]])"), Contains("[0].id: expected an integer"));
    CHECK_FALSE(complaint_about(R"(["n"])").empty());
    CHECK_FALSE(complaint_about("nonsense").empty());
}

TEST_CASE("a menu has a bound in number and depth", "[menu]") {
    std::string many = "{}", deep = "{}";
    for (int i = 1; i < 1'024; ++i) many += ",{}";
    CHECK(parse_menu("[\"n\",[" + many + "]]").items.size() == 1'024);
    CHECK_THAT(complaint_about("[\"n\",[" + many + ",{}]]"), Contains("at most 1024 items"));
    for (int i = 1; i < 8; ++i) deep = R"({"type":"submenu","items":[)" + deep + "]}";
    CHECK(complaint_about("[\"n\",[" + deep + "]]").empty());
    CHECK_THAT(complaint_about(R"(["n",[{"type":"submenu","items":[)" + deep + "]}]]"),
               Contains("at most 8 deep"));
}

TEST_CASE("menus of the same shape are changed in place, others are built anew", "[menu]") {
    const auto items = [](std::string const& text) {
        return parse_menu(R"(["n",)" + text + "]").items;
    };
    const auto one = items(R"([{"type":"submenu","id":1,"items":[{"id":2,"label":"a"}]}])");
    CHECK(
        same_shape(one, items(R"([{"type":"submenu","id":1,"items":[{"id":2,"hidden":true}]}])")));
    CHECK_FALSE(same_shape(one, items(R"([{"type":"submenu","id":1,"items":[{"id":3}]}])")));
    CHECK_FALSE(same_shape(one, items(R"([{"type":"submenu","id":1,"items":[]}])")));
    CHECK_FALSE(same_shape(
        one, items(R"([{"type":"submenu","id":1,"items":[{"id":2,"type":"checkbox"}]}])")));
}

TEST_CASE("10.3 an accelerator has the modifiers of Wails and one key, in any case",
          "[menu][contract]") {
    CHECK(parse_accelerator("CmdOrCtrl+Shift+S") ==
          accelerator{.control = true, .shift = true, .key = "s"});
    CHECK(parse_accelerator("optionoralt+LEFT") == accelerator{.alt = true, .key = "left"});
    CHECK(parse_accelerator("ctrl+super+f12") ==
          accelerator{.control = true, .super = true, .key = "f12"});
    CHECK(parse_accelerator("F35") == accelerator{.key = "f35"});
    CHECK(parse_accelerator("Page Up") == parse_accelerator("pageup"));
    CHECK(parse_accelerator("ctrl++") == accelerator{.control = true, .key = "+"});
    CHECK(parse_accelerator("+") == accelerator{.key = "+"});
    CHECK(parse_accelerator("alt+ö") == accelerator{.alt = true, .key = "ö"});
}

TEST_CASE("an accelerator that no key gives is refused", "[menu]") {
    for (auto const* text : {"Hyper+O", "ctrl", "ctrl+", "", "ctrl+ab", "f0", "f36", "f01", "f1x",
                             "ctrl+ ", "o+ctrl", "äö"}) {
        INFO(text);
        CHECK_FALSE(complaint_about_keys(text).empty());
    }
    CHECK_THAT(complaint_about_keys("Hyper+O"), Contains("'Hyper+O': the modifiers are"));
}
