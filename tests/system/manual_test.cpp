// SPDX-License-Identifier: MIT
//
// manual_test — pages of programs say of each option that the program has, and of no other.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/running_app.hpp"

#include <fstream>
#include <iterator>
#include <set>

using namespace fairlead::tests;
using Catch::Matchers::Contains;

namespace {

/// Each `--option` that stands in a text.
std::set<std::string> options_in(std::string const& text) {
    std::set<std::string> all;
    for (std::size_t at = 0; (at = text.find("--", at)) != text.npos;) {
        const auto end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz-", at);
        if (end - at > 2 && text[at + 2] != '-') all.insert(text.substr(at, end - at));
        at = end;
    }
    return all;
}

std::string page_of(char const* name) {
    std::ifstream in{source_root() / "docs" / name};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    std::string rows;  // Those of tables are about an option each.
    for (std::size_t at = 0; (at = text.find("\n| `--", at)) != text.npos;) {
        const auto end = text.find(" |", at + 3);
        rows += text.substr(at, end - at) + '\n';
        at = end;
    }
    return rows;
}

std::string help_of(char const* name) {
    child one{{program(name), {"--help"}, {}}};
    auto text = one.read_all();
    CHECK(one.wait() == 0);
    return text;
}

}  // namespace

TEST_CASE("the pages of broker and host have the options that those have", "[system][help]") {
    auto host = options_in(help_of("fairlead-webview"));
    host.insert("--help");
    CHECK(options_in(page_of("WEBVIEW.md")) == host);
    CHECK(options_in(page_of("BROKER.md")) == options_in(help_of("fairlead-broker")));
}

TEST_CASE("fairlead man knows the programs beside it", "[system][help]") {
    const runtime_folder nowhere;
    const auto broker = run_fairlead(nowhere, {"man", "broker"});
    CHECK(broker.code == 0);
    CHECK_THAT(broker.out, Contains(".TH \"FAIRLEAD\\-BROKER\" 1"));
    CHECK_THAT(run_fairlead(nowhere, {"man", "fairlead-webview"}).out,
               Contains(".TH \"FAIRLEAD\\-WEBVIEW\" 1"));
    CHECK_THAT(run_fairlead(nowhere, {"man", "service"}).out,
               Contains(".TH \"FAIRLEAD\\-SERVICE\" 7"));
}
