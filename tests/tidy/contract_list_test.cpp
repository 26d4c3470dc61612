// SPDX-License-Identifier: MIT
//
// contract_list_test — how test cases become the page about compatibility.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/tidy/contract_list.hpp"

#include <fstream>
#include <iterator>

using namespace fairlead;
using Catch::Matchers::Contains;
using tidy::page_of;
using tidy::read_contract;

namespace {

constexpr std::string_view sections = "# chapters\n\n2 Messages\n10 Window\n\n2.1: it sends.\n"
                                      "2.9: x\n2.10: x\n10: x\n10.2: it opens.\n"
                                      "2.1 a call: it calls. => we, too.\n";

/// Found where no case begins like that.
const std::vector<tidy::finding> unused{
    "tests/contract/sections.txt: no case begins with 2.1 a call"};

tidy::contract_list list_of(std::string const& text) {
    return read_contract({{"tests/x/x_test.cpp", "\n" + text}}, tidy::read_sections(sections));
}

tidy::contract_list list_of_this_tree() {
    const auto root = tests::source_root();
    return read_contract(tidy::read_tree(root), tidy::read_sections_file(root));
}

}  // namespace

TEST_CASE("a contract case gives its section, its sentence and both behaviours", "[tidy]") {
    const auto list = list_of("// Wails: hangs.\n// Here: rejects | says why.\n"
                              "TEST_CASE(\"10.2 a \\\"title\\\" is set\",\n"
                              "          \"[system][contract]\") {}\n");
    CHECK(list.findings == unused);
    REQUIRE(list.items.size() == 1);
    CHECK(list.items[0].section == std::vector{10, 2});
    CHECK(list.items[0].what == "a \"title\" is set");
    CHECK_THAT(page_of(list),
               Contains("## 10. Window") && Contains("| 10.2 | a \"title\" is set | hangs. | "
                                                     "rejects \\| says why. | "
                                                     "[x_test.cpp](../tests/x/x_test.cpp) |"));
}

TEST_CASE("items are sorted by section, as numbers", "[tidy]") {
    std::string text;
    for (auto const* name : {"10 c", "2.10 b", "2.9 a"})
        text += "// Wails: x.\n// Here: y.\nTEST_CASE(\"" + std::string{name} +
                "\", \"[contract]\") {}\n";
    const auto list = list_of(text);
    std::string order;
    for (auto const& one : list.items) order += one.what;
    CHECK(order == "abc");
}

TEST_CASE("of a contract case without comments its section says what Wails does and what we do",
          "[tidy]") {
    CHECK_THAT(page_of(list_of("TEST_CASE(\"2.1 a call\", \"[contract]\") {}")),
               Contains("| 2.1 | a call | it calls. | we, too. |"));
    CHECK_THAT(page_of(list_of("TEST_CASE(\"2.1 a\", \"[contract]\") {}")),
               Contains("| 2.1 | a | it sends. | as the item says. |"));
    CHECK(list_of("// Here: y.\nTEST_CASE(\"2.1 a\", \"[contract]\") {}").items[0].wails ==
          "it sends.");
    CHECK(list_of("TEST_CASE(\"2.1 a caller\", \"[contract]\") {}").items[0].wails == "it sends.");
    CHECK(list_of("TEST_CASE(\"2.1 a call, too\", \"[contract]\") {}").items[0].wails ==
          "it calls.");
}

TEST_CASE("a contract case without a section that is known is found", "[tidy]") {
    CHECK(list_of("TEST_CASE(\"a title\", \"[contract]\") {}").findings.size() == 2);
    CHECK(list_of("TEST_CASE(\"13 v3\", \"[contract]\") {}").findings.size() == 2);
    CHECK(list_of("TEST_CASE(\"2.2 a\", \"[contract]\") {}").findings.size() == 2);
    CHECK(list_of("TEST_CASE(\"2.2 a\", \"[system]\") {}").findings == unused);
    CHECK(list_of("TEST_CASE(\"10.7 a\", \"[contract]\") {}").findings == unused);  // Of 10.
}

TEST_CASE("two contract cases of one name are found", "[tidy]") {
    const std::string one = "TEST_CASE(\"2.1 a\", \"[contract]\") {}\n";
    CHECK(list_of(one + one).findings.size() == 2);
}

TEST_CASE("every contract case of this tree keeps to the form", "[tidy]") {
    const auto list = list_of_this_tree();
    for (auto const& finding : list.findings) FAIL_CHECK(finding);
    CHECK(list.items.size() > 100);
}

TEST_CASE("docs/WAILS-COMPATIBILITY.md is up to date", "[tidy]") {
    std::ifstream file{tests::source_root() / tidy::contract_page};
    const std::string written{std::istreambuf_iterator<char>{file}, {}};
    INFO("ninja -C build/dev contract-page writes it");
    CHECK((written == page_of(list_of_this_tree())));
}
