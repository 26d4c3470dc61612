// SPDX-License-Identifier: MIT
//
// watch_rules, settling, folder_watch, program_prints — from a save to what it means.
#include "cli/dev/folder_watch.hpp"
#include "cli/dev/program_prints.hpp"
#include "cli/dev/settling.hpp"
#include "cli/dev/watch_rules.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/child.hpp"
#include "tests/support/temporary_directory.hpp"

#include <set>

using namespace fairlead::cli;
using namespace fairlead::cli::dev;
using namespace fairlead::tests;
using namespace std::chrono_literals;

namespace {

watch_rules rules_of_an_app() {
    return {.app = "/app",
            .frontend = "/app/frontend",
            .assets = "/app/frontend/dist",
            .reload = {"/elsewhere/themes"},
            .programs = {"/app/build/plugins/script.py"},
            .extensions = {"cpp", "hpp"}};
}

/// What changed below the folders until the named file is among it.
std::set<std::string> changes_until(folder_watch& watch, std::string const& name) {
    std::set<std::string> names;
    eventually(name + " has changed", [&] {
        watch.take([&](auto const& file) { names.insert(file.filename()); });
        return names.count(name) == 1;
    });
    return names;
}

}  // namespace

TEST_CASE("a changed file means a page, plugins, or nothing", "[dev]") {
    const auto rules = rules_of_an_app();
    CHECK(rules.of("/app/plugin/main.cpp") == meaning::plugins);
    CHECK(rules.of("/app/CMakeLists.txt") == meaning::plugins);
    CHECK(rules.of("/app/cmake/CMakePresets.json") == meaning::plugins);
    CHECK(rules.of("/app/README.md") == meaning::nothing);
    CHECK(rules.of("/app/wails.json") == meaning::config);
    CHECK(rules.of("/app/plugin/wails.json") == meaning::nothing);
    CHECK(rules.of("/app/frontend/src/native.cpp") == meaning::nothing);
    CHECK(rules.of("/app/frontend/dist/main.js") == meaning::page);
    CHECK(rules.of("/elsewhere/themes/dark.css") == meaning::page);
    CHECK(rules.of("/elsewhere/other.css") == meaning::nothing);
    CHECK(rules.of("/app/build/plugins/CMakeFiles/x.cpp") == meaning::nothing);
    CHECK(rules.of("/app/build/plugins/script.py") == meaning::plugins);
    CHECK(rules.of("/apple/main.cpp") == meaning::nothing);
    auto no_plugins = rules;
    no_plugins.plugins = false;
    CHECK(no_plugins.of("/app/plugin/main.cpp") == meaning::nothing);
}

TEST_CASE("a page that lies in the app's own folder is told from its sources", "[dev]") {
    watch_rules rules{.app = "/app", .frontend = "/app/frontend", .assets = "/app/frontend"};
    rules.generated = "/app/frontend/wailsjs";
    rules.extensions = {"cpp"};
    CHECK(rules.of("/app/frontend/index.html") == meaning::page);
    CHECK(rules.of("/app/frontend/wailsjs/go/main/App.js") == meaning::nothing);
    CHECK(rules.of("/app/frontend/node_modules/x/index.js") == meaning::nothing);
    CHECK(rules.of("/app/plugin/main.cpp") == meaning::plugins);
    CHECK(rules.enters("/app/frontend/css"));
    CHECK_FALSE(rules.enters("/app/frontend/node_modules"));
}

TEST_CASE("what editors, builds and version control do beside is no change", "[dev]") {
    for (auto const* name :
         {".main.cpp.swp", "main.cpp~", "4913", "#main.cpp#", ".#main.cpp", ".git", "node_modules",
          "main.cpp.tmp", "main.cpp___jb_tmp___", "x.orig", ".goutputstream-XYZ", ""})
        CHECK(is_passing_name(name));
    for (auto const* name : {"main.cpp", "swp", "a#b.cpp", "build.cpp", "49131", "git"})
        CHECK_FALSE(is_passing_name(name));
    const auto rules = rules_of_an_app();
    CHECK(rules.of("/app/plugin/.main.cpp.swp") == meaning::nothing);
    CHECK(rules.of("/app/.git/x.cpp") == meaning::nothing);
    CHECK(rules.of("/app/frontend/dist/.main.js.swp") == meaning::nothing);
}

TEST_CASE("only folders with something in them are looked into", "[dev]") {
    const auto rules = rules_of_an_app();
    CHECK(rules.enters("/app/plugin/deep"));
    CHECK(rules.enters("/app/frontend"));  // On the way to dist.
    CHECK(rules.enters("/app/frontend/dist/css"));
    CHECK_FALSE(rules.enters("/app/frontend/src"));
    CHECK_FALSE(rules.enters("/app/.git"));
    CHECK(rules.enters("/app/build/plugins"));  // On the way to the script.
    CHECK_FALSE(rules.enters("/app/build/logs"));
    CHECK(rules.roots() == std::vector<std::filesystem::path>{"/app", "/elsewhere/themes"});
}

TEST_CASE("a heap of changes is one, once there is quiet", "[dev]") {
    const auto begin = settling::clock::now();
    settling heap{100ms};
    CHECK_FALSE(heap.due());
    heap.add("a", begin);
    heap.add("b", begin + 60ms);
    CHECK(heap.take(begin + 120ms).empty());
    CHECK(heap.due() == begin + 160ms);
    heap.add("a", begin + 150ms);
    CHECK(heap.due() == begin + 250ms);
    CHECK(heap.take(begin + 250ms) == std::set<std::string>{"a", "b"});
    CHECK_FALSE(heap.due());
}

TEST_CASE("changes without end are told all the same", "[dev]") {
    const auto begin = settling::clock::now();
    settling heap{100ms};
    for (int i = 0; i <= 5'000; ++i) heap.add(std::to_string(i), begin + i * 1ms);
    CHECK(heap.due() == begin + 2'000ms);
    CHECK(heap.take(begin + 2'001ms).size() == settling::names_max);
}

TEST_CASE("files are seen as they change, also in folders that come later", "[dev]") {
    const temporary_directory dir;
    dir.write("old/main.cpp", "1");
    dir.write("node_modules/x.js", "1");
    folder_watch watch{{dir.path(), dir.path() / "not there"},
                       [](auto const& folder) { return folder.filename() != "node_modules"; }};
    CHECK(watch.folders() == 2);
    dir.write("old/main.cpp", "2");
    CHECK(changes_until(watch, "main.cpp").size() == 1);
    dir.write("node_modules/x.js", "2");
    dir.write("new/deep/other.cpp", "1");
    CHECK(changes_until(watch, "other.cpp").count("x.js") == 0);
    dir.write("new/deep/third.cpp", "1");
    changes_until(watch, "third.cpp");
    // As editors save: another file takes the place of the old one.
    std::filesystem::rename(dir.write("old/4913", "3"), dir.path() / "old/main.cpp");
    changes_until(watch, "main.cpp");
    std::filesystem::remove(dir.path() / "old/main.cpp");
    changes_until(watch, "main.cpp");
    std::filesystem::remove_all(dir.path() / "new");
    eventually("its folders are forgotten", [&] {
        watch.take([](auto const&) {});
        return watch.folders() == 2;
    });
    CHECK_FALSE(watch.is_incomplete());
}

TEST_CASE("a plugin has changed when its program or its script is another one", "[dev]") {
    const temporary_directory dir;
    const auto program = dir.write("bin/a", "one");
    dir.write("script.py", "one");
    app_plugins app;
    app.plugins = {{.name = "a", .exec = "bin/a", .file = program},
                   {.name = "b",
                    .exec = "python3",
                    .file = "/usr/bin/env",
                    .args = {"script.py", "--not-a-file"}},
                   {.name = "c", .exec = "bin/c", .tried = {dir.path() / "bin/c"}}};
    program_prints prints{dir.path()};
    prints.keep(app);
    CHECK(prints.changed(app).empty());
    dir.write("bin/a", "one");  // Built again, the same.
    CHECK(prints.changed(app).empty());
    dir.write("bin/a", "two");
    CHECK(prints.changed(app) == std::vector<std::string>{"a"});
    dir.write("script.py", "two");
    dir.write("bin/c", "there now");
    CHECK(prints.changed(app) == std::vector<std::string>{"a", "b", "c"});
    prints.keep(app);
    CHECK(prints.changed(app).empty());
    prints.forget("a");
    CHECK(prints.changed(app) == std::vector<std::string>{"a"});
}
