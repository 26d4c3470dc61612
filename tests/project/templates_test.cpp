// SPDX-License-Identifier: MIT
//
// templates — layers of files, and names.
#include "cli/project/installation.hpp"
#include "cli/project/templates.hpp"
#include "cli/text_file.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace fairlead::cli;
using fairlead::tests::temporary_directory;

namespace {

std::string text_of(std::filesystem::path const& file) { return read_text(file).value_or(""); }

}  // namespace

TEST_CASE("a template is laid over what all have", "[project]") {
    const temporary_directory dir;
    dir.write("t/base/README.md.in", "base of @NAME@");
    dir.write("t/base/.gitignore.in", "/build/");
    dir.write("t/page/frontend/style.css", "@NAME@ {}");
    dir.write("t/web/about.txt", "with a page\nand more");
    dir.write("t/web/frontend/index.html.in", "<title>@TITLE@</title>@NAME@@NAME@");
    dir.write("t/bare/about.txt", "without\n");
    dir.write("t/bare/README.md.in", "bare @NAME@");
    const templates known{dir.path() / "t"};

    const auto all = known.list();
    REQUIRE(all.size() == 2);
    CHECK(all[0].name == "bare");
    CHECK(all[1].about == "with a page");
    CHECK(known.has("web"));
    CHECK_FALSE(known.has("base"));
    CHECK_FALSE(known.has("../t/web"));

    known.lay_out("web", "my-app", dir.path() / "web");
    CHECK(text_of(dir.path() / "web/README.md") == "base of my-app");
    CHECK(text_of(dir.path() / "web/.gitignore") == "/build/");
    CHECK(text_of(dir.path() / "web/frontend/style.css") == "@NAME@ {}");
    CHECK(text_of(dir.path() / "web/frontend/index.html") == "<title>My app</title>my-appmy-app");
    CHECK_FALSE(std::filesystem::exists(dir.path() / "web/about.txt"));

    known.lay_out("bare", "b", dir.path() / "bare");
    CHECK(text_of(dir.path() / "bare/README.md") == "bare b");
    CHECK_FALSE(std::filesystem::exists(dir.path() / "bare/frontend"));
}

TEST_CASE("an app's name is one for folders and for CMake", "[project]") {
    CHECK(is_project_name("notes"));
    CHECK(is_project_name("My-notes_2"));
    for (auto const* name : {"", "2nd", "-x", "a b", "a/b", "..", "a.b", "grün", "a;b"})
        CHECK_FALSE(is_project_name(name));
    CHECK_FALSE(is_project_name(std::string(65, 'a')));
    CHECK(title_of("my-notes_app") == "My notes app");
}

TEST_CASE("the parts of an installation are found around its program", "[project]") {
    const temporary_directory dir;
    const auto program = dir.write("bin/fairlead", "");
    const auto none = installation::around(program);
    CHECK(none.programs == dir.path() / "bin");
    CHECK(none.sdk.empty());
    CHECK(none.templates.empty());
    CHECK(none.page_library.empty());

    dir.write("lib/some-linux-gnu/cmake/fairlead/fairlead-config.cmake", "");
    dir.write("lib/fairlead/page/libfairlead-page.so", "");
    dir.write("share/fairlead/templates/base/x", "");
    const auto installed = installation::around(program);
    CHECK(installed.sdk == dir.path() / "lib/some-linux-gnu/cmake/fairlead");
    CHECK(installed.templates == dir.path() / "share/fairlead/templates");
    CHECK(installed.page_library == dir.path() / "lib/fairlead/page/libfairlead-page.so");

    dir.write("fairlead-config.cmake", "");
    dir.write("bin/fairlead-page/libfairlead-page.so", "");
    const auto built = installation::around(program);
    CHECK(built.sdk == dir.path());
    CHECK(built.page_library == dir.path() / "bin/fairlead-page/libfairlead-page.so");
}
