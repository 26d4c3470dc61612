// SPDX-License-Identifier: MIT
//
// contract_list — the items of Wails' front-end contract, gathered from the test cases with the tag
// [contract], and the page that lists them: docs/WAILS-COMPATIBILITY.md.
//
//   // Wails: what Wails does.
//   // Here: what we do.
//   TEST_CASE("2.6 a title is set", "[system][window][contract]") {
//
// Without the comments it is tests/contract/sections.txt that says what Wails does and what we do.
#pragma once

#include "tests/tidy/source_tree.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fairlead::tidy {

struct contract_item {
    std::vector<int> section;  ///< {2, 6}
    std::string what;          ///< "a title is set"
    std::string wails, here;
    std::string path;  ///< Of its test.
};

/// What tests/contract/sections.txt says.
struct contract_sections {
    struct practice {
        std::string wails;
        std::string here = "as the item says.";
    };
    std::map<int, std::string> chapters;  ///< Their titles.
    /// By the beginning of an item: "10.3 a menu" speaks for more than one.
    std::map<std::string, practice, std::less<>> defaults;

    /// The longest beginning of "<section> <sentence>" that is known; null: there is none.
    std::pair<const std::string, practice> const* find(std::string_view item) const;
};
contract_sections read_sections(std::string_view text);
contract_sections read_sections_file(std::filesystem::path const& root);

struct contract_list {
    contract_sections sections;
    std::vector<contract_item> items;  ///< By section; within one as they stand in their files.
    std::vector<finding> findings;     ///< Cases that do not keep to the form.
};

contract_list read_contract(source_tree const& tree, contract_sections sections);

/// The whole page.
std::string page_of(contract_list const& list);

inline constexpr std::string_view contract_page = "docs/WAILS-COMPATIBILITY.md";

}  // namespace fairlead::tidy
