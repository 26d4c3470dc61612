// SPDX-License-Identifier: MIT
//
// init — `fairlead init` as one types it.
#include "tests/support/catch.hpp"
#include "tests/support/running_app.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace fairlead::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

outcome init(std::vector<std::string> args) {
    args.insert(args.begin(), "init");
    return run_fairlead(runtime_folder{}, std::move(args));
}

}  // namespace

TEST_CASE("the templates are listed", "[project]") {
    const auto ran = init({"-l"});
    CHECK(ran.code == 0);
    for (auto const* name : {"vanilla ", "react-ts ", "svelte-ts ", "plugin-only "})
        CHECK_THAT(ran.out, Contains(name));
}

TEST_CASE("an app is made where it is wanted, and nothing is written over", "[project]") {
    const temporary_directory dir;
    const auto app = dir.path() / "here";
    const auto made = init({"-n", "my-app", "-d", app});
    CHECK(made.code == 0);
    CHECK_THAT(made.out, Contains("fairlead build"));
    for (auto const* file : {"wails.json", "CMakeLists.txt", "plugin/main.cpp",
                             "frontend/index.html", "README.md", ".gitignore"})
        CHECK(std::filesystem::is_regular_file(app / file));

    const auto again = init({"-n", "my-app", "-d", app});
    CHECK(again.code == 1);
    CHECK(again.err == "init: " + app.native() + " is there already, and is not an empty folder\n");
    const auto file = dir.write("file", "x");
    CHECK(init({"-n", "a", "-d", file}).code == 1);
    std::filesystem::create_directory(dir.path() / "empty");
    CHECK(init({"-n", "a", "-t", "plugin-only", "-d", dir.path() / "empty"}).code == 0);
    CHECK_FALSE(std::filesystem::exists(dir.path() / "empty/frontend"));
}

TEST_CASE("what cannot be made is said", "[project]") {
    CHECK(init({}).code == 2);
    CHECK_THAT(init({}).err, StartsWith("init: -n NAME"));
    CHECK_THAT(init({"-n", "a b"}).err, StartsWith("init: 'a b' is no name for an app: "));
    CHECK(init({"-n", "a", "-t", "nope"}).err ==
          "init: there is no template 'nope', but plugin-only, react-ts, svelte-ts, vanilla\n");
}
