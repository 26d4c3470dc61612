// SPDX-License-Identifier: MIT
//
// page_path — where the in-page half is looked for, and what is said when it is not there.
#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"
#include "webview-host/window/page_path.hpp"

using namespace fairlead::host;
using fairlead::tests::temporary_directory;

TEST_CASE("the in-page half is found beside the program, or installed", "[page_path]") {
    for (auto const* folder : {"bin/fairlead-page", "lib/fairlead/page"}) {
        const temporary_directory root;
        root.write(std::filesystem::path{folder} / "libfairlead-page.so", "");
        const auto choice =
            choose_page_path(page_path_wish::automatic, root.path() / "bin/fairlead-webview");
        CHECK(choice.folder == root.path() / folder);
    }
}

TEST_CASE("without it pages go by messages, or do not start where in-page was asked for",
          "[page_path]") {
    const temporary_directory root;
    const auto program = root.path() / "bin/fairlead-webview";
    const auto choice = choose_page_path(page_path_wish::automatic, program);
    CHECK(choice.folder.empty());
    CHECK(choice.why.find("libfairlead-page.so is missing: " + root.path().string()) == 0);
    CHECK_THROWS_WITH(choose_page_path(page_path_wish::in_page, program),
                      Catch::Matchers::Contains("--page-path in-page"));
}

TEST_CASE("who asks for messages gets them", "[page_path]") {
    const temporary_directory root;
    root.write("bin/fairlead-page/libfairlead-page.so", "");
    const auto program = root.path() / "bin/fairlead-webview";
    CHECK(choose_page_path(page_path_wish::messages, program).folder.empty());
    CHECK(choose_page_path(page_path_wish::messages, program).why == "asked for");
}
