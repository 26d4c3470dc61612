// SPDX-License-Identifier: MIT
//
// tree_test — the rules, applied to this very tree.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/tidy/layering.hpp"
#include "tests/tidy/source_rules.hpp"

#include <fstream>
#include <iterator>
#include <string>

using namespace fairlead;

namespace {

tidy::source_tree const& tree() {
    static const auto read = tidy::read_tree(tests::source_root());
    return read;
}

tidy::layers our_layers() {
    std::ifstream file{tests::source_root() / "tests/tidy/layers.txt"};
    return tidy::layers::parse(std::string{std::istreambuf_iterator<char>{file}, {}});
}

}  // namespace

TEST_CASE("the tree is read, and this file is in it", "[tidy]") {
    REQUIRE(std::ranges::find(tree(), "tests/tidy/tree_test.cpp", &tidy::source_file::path) !=
            tree().end());
}

TEST_CASE("every include follows an allowed edge", "[tidy]") {
    for (auto const& finding : tidy::broken_edges(our_layers(), tree())) FAIL_CHECK(finding);
}

TEST_CASE("no two rooms may include each other", "[tidy]") {
    for (auto const& circle : our_layers().circles()) FAIL_CHECK(circle);
}

TEST_CASE("every room of layers.txt exists", "[tidy]") {
    for (auto const& room : our_layers().deserted(tree())) FAIL_CHECK(room);
}

TEST_CASE("every source and document keeps the house rules", "[tidy]") {
    for (auto const& file : tree())
        for (auto const& finding : tidy::broken_rules(file)) FAIL_CHECK(finding);
}
