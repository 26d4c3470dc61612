// SPDX-License-Identifier: MIT
//
// source_rules_test — each rule meets a file that breaks it and one that does not.
#include "tests/support/catch.hpp"
#include "tests/tidy/source_rules.hpp"

#include <string>

using namespace fairlead::tidy;
using Catch::Matchers::Contains;

namespace {

const std::string opener = "// SPDX-License-Identifier: MIT\n//\n// x — an example.\n";

/// What the rules say to a well-opened source with this text in it.
std::vector<finding> judge(std::string path, std::string const& text) {
    return broken_rules({std::move(path), opener + text});
}

}  // namespace

TEST_CASE("a well-kept file breaks no rule", "[tidy]") {
    CHECK(judge("broker/x.cpp", "#include <vector>\n\nint x = 1;\n").empty());
    CHECK(judge("broker/x.hpp", "#pragma once\n").empty());
    CHECK(broken_rules({"docs/X.md", "# Title\n\n## Part\n"}).empty());
}

TEST_CASE("a file without its opener is found", "[tidy]") {
    CHECK(broken_rules({"x.cpp", ""}).size() == 1);
    CHECK(broken_rules({"x.cpp", "// Copyright\n"}).size() == 1);
    CHECK(broken_rules({"x.cpp", "// SPDX-License-Identifier: MIT\n#include <vector>\n"}).size() ==
          1);
    CHECK(broken_rules({"x.cpp", "// SPDX-License-Identifier: MIT\n//\n// no dash\n"}).size() == 1);
}

TEST_CASE("a header without pragma once is found", "[tidy]") {
    CHECK_THAT(judge("broker/x.hpp", "int x();\n").at(0), Contains("#pragma once"));
}

TEST_CASE("a line above 100 columns is found, and a dash counts once", "[tidy]") {
    const std::string wide_97(97, 'x');
    CHECK(judge("x.cpp", "// " + wide_97 + "\n").empty());
    CHECK(judge("x.cpp", "// —" + wide_97.substr(1) + "\n").empty());
    CHECK_THAT(judge("x.cpp", "\n// " + wide_97 + "x\n").at(0), Contains("x.cpp:5: longer"));
}

TEST_CASE("tabs, blanks at the end and a missing last newline are found", "[tidy]") {
    CHECK(judge("x.cpp", "\tint x;\n").size() == 1);
    CHECK(judge("x.cpp", "int x; \n").size() == 1);
    CHECK(judge("x.cpp", "int x;\r\n").size() == 1);
    CHECK(judge("x.cpp", "int x;").size() == 1);
}

TEST_CASE("what must be done at once is found", "[tidy]") {
    CHECK(judge("x.cpp", "// TODO\x28now): this\n").size() == 1);
    CHECK(judge("x.cpp", "// TODO(perf): that\n").empty());
}

TEST_CASE("a library in a file that may not know it is found", "[tidy]") {
    const std::string iostream = "#include <iostream>\n", spdlog = "#include <spdlog/spdlog.h>\n",
                      webkit = "#include <webkit2/webkit2.h>\n", gtk = "#include <gtk/gtk.h>\n",
                      catch2 = "#include <catch2/catch.hpp>\n";
    CHECK(judge("broker/daemon.cpp", iostream).size() == 1);
    CHECK(judge("broker/not_main.cpp", iostream).size() == 1);
    CHECK(judge("broker/main.cpp", iostream).empty());
    CHECK(judge("broker/session/session.cpp", spdlog).size() == 1);
    CHECK(judge("broker/telemetry_too/log.cpp", spdlog).size() == 1);
    CHECK(judge("broker/telemetry/log.cpp", spdlog).empty());
    CHECK(judge("webview-host/bridge/bridge.cpp", webkit).size() == 1);
    CHECK(judge("webview-host/main.cpp", gtk).size() == 1);
    CHECK(judge("webview-host/window/webkitgtk_webview.cpp", webkit + gtk).empty());
    CHECK(judge("webview-host/inpage/extension.cpp", webkit).empty());
    CHECK(judge("tests/broker/x_test.cpp", catch2).size() == 1);
    CHECK(judge("tests/support/catch.hpp", "#pragma once\n" + catch2).empty());
}

TEST_CASE("a test name that would not run as it reads is found", "[tidy]") {
    const auto named = [](std::string const& name) {
        return judge("tests/x_test.cpp", "TEST_CASE(\"" + name + "\", \"[x]\") {}\n").size();
    };
    CHECK(named("a, [b] and \\\"c\\\" are *fine* here") == 0);
    CHECK(named("a semicolon; ends it") == 1);
    CHECK(named("a backslash \\\\ too") == 1);
    CHECK(named("topics match *") == 1);
    CHECK(named("* matches topics") == 1);
    CHECK(named("~ excludes") == 1);
    CHECK(named("") == 1);
}

TEST_CASE("a document has one title, and code in it does not count", "[tidy]") {
    CHECK(broken_rules({"x.md", "no title\n"}).size() == 1);
    CHECK(broken_rules({"x.md", "# One\n# Two\n"}).size() == 1);
    CHECK(broken_rules({"x.md", "# One\n```sh\n# a comment\n```\n"}).empty());
    CHECK(broken_rules({"x.md", "# One\n````\n```\n# a comment\n````\n"}).empty());
    CHECK(broken_rules({"x.md", "# One\n```sh\n```\n# Two\n"}).size() == 1);
}
