// SPDX-License-Identifier: MIT
//
// plugin_options — a plugin's command line.
#include "client-sdk/src/plugin_options.hpp"

#include "tests/support/catch.hpp"

using fairlead::plugin_options;

namespace {

template <class... Args>
plugin_options parse(Args... args) {
    char const* argv[] = {"plugin", args...};
    return plugin_options::parse(static_cast<int>(sizeof...(args)) + 1, argv);
}

}  // namespace

TEST_CASE("without options a plugin serves", "[plugin]") {
    CHECK(parse().what == plugin_options::mode::serve);
    CHECK(parse().threads == 4);
}

TEST_CASE("a plugin can be asked what it offers and how to attach it", "[plugin]") {
    CHECK(parse("--describe").what == plugin_options::mode::describe);
    CHECK(parse("--help").what == plugin_options::mode::help);
    CHECK(parse("--attach", "greeter").attach_to == "greeter");
    CHECK(parse("--threads", "9").threads == 9);
}

TEST_CASE("a wrong option is named", "[plugin]") {
    CHECK(parse("--nope").problem == "unknown option --nope");
    CHECK(parse("--attach").what == plugin_options::mode::wrong);
    for (auto const* number : {"0", "257", "x", "3x", ""}) {
        CAPTURE(number);
        CHECK(parse("--threads", number).what == plugin_options::mode::wrong);
    }
}
