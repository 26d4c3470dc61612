// SPDX-License-Identifier: MIT
//
// attack_pages_test — each test that the tables of attacks name exists, under that name.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/tidy/source_tree.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

using namespace fairlead;

namespace {

namespace fs = std::filesystem;

std::string text_of(fs::path const& file) {
    std::ifstream in{file};
    return {std::istreambuf_iterator<char>{in}, {}};
}

struct named_test {
    std::string file;   ///< As the table has it.
    std::string begin;  ///< Of the test's name; empty: the file alone.
};

/// In a row: `file.cpp`, and behind it what the names of its tests begin with, in quotes.
std::vector<named_test> tests_in(std::string_view row) {
    std::vector<named_test> all;
    std::string file;
    for (std::size_t at = 0; at < row.size(); ++at) {
        const char quote = row[at];
        if (quote != '`' && quote != '"') continue;
        const auto end = row.find(quote, at + 1);
        if (end == row.npos) break;
        const auto word = row.substr(at + 1, end - at - 1);
        at = end;
        if (quote == '`') {
            file = word.ends_with("_test.cpp") || word.find("/fuzz_") != word.npos ? word : "";
            if (!file.empty()) all.push_back({file, ""});
        } else if (!file.empty()) {
            all.push_back({file, std::string{word}});
        }
    }
    return all;
}

/// What is wrong with the tables of that page.
std::vector<std::string> faults_of(std::string_view page, fs::path const& root) {
    std::vector<std::string> faults;
    for (const auto row : tidy::lines_of(page)) {
        if (!row.starts_with('|')) continue;
        for (auto const& [file, begin] : tests_in(row)) {
            if (!fs::exists(root / file)) faults.push_back(file + " is not there");
            else if (text_of(root / file).find("TEST_CASE(\"" + begin) == std::string::npos &&
                     !begin.empty())
                faults.push_back(file + " has no test \"" + begin + "…\"");
        }
    }
    return faults;
}

std::size_t tests_named_in(std::string_view page) {
    std::size_t count = 0;
    for (const auto row : tidy::lines_of(page))
        if (row.starts_with('|')) count += tests_in(row).size();
    return count;
}

}  // namespace

TEST_CASE("the tables of attacks name tests that exist", "[tidy]") {
    const auto root = tests::source_root();
    const auto kit = text_of(root / "tests/hostile/README.md");
    CHECK(tests_named_in(kit) >= 40);
    for (auto const& fault : faults_of(kit, root / "tests")) FAIL_CHECK(fault);
    const auto model = text_of(root / "docs/THREAT_MODEL.md");
    CHECK(tests_named_in(model) >= 10);
    for (auto const& fault : faults_of(model, root)) FAIL_CHECK(fault);
}

TEST_CASE("a test that is not there is found missing", "[tidy]") {
    const auto root = tests::source_root() / "tests";
    CHECK(faults_of("| x | y | `tidy/attack_pages_test.cpp` \"a test that is not there\" |", root)
              .empty());
    CHECK(faults_of("| x | y | `tidy/attack_pages_test.cpp` \"nowhere\" |", root).size() == 1);
    CHECK(faults_of("| x | y | `tidy/nowhere_test.cpp` |", root).size() == 1);
    CHECK(faults_of("no row: `tidy/nowhere_test.cpp`", root).empty());
}
