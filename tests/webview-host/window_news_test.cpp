// SPDX-License-Identifier: MIT
//
// window_news — the data of what the window tells.
#include "tests/support/catch.hpp"
#include "webview-host/system/notification_calls.hpp"
#include "webview-host/system/window_news.hpp"

using namespace fairlead::host;

TEST_CASE("a drop is x, y and paths", "[news]") {
    CHECK(file_drop_data(-1, 7, {"/a \"b\"", "/ö"}) == R"([-1,7,["/a \"b\"","/ö"]])");
    CHECK(file_drop_data(0, 0, {}) == "[0,0,[]]");
}

TEST_CASE("a second start is told with arguments and folder, or not at all", "[news]") {
    CHECK(second_instance_data(R"([["a","b c"],"/home"])") ==
          R"([{"args":["a","b c"],"workingDirectory":"/home"}])");
    CHECK(second_instance_data(R"([[],""])") == R"([{"args":[],"workingDirectory":""}])");
    for (auto const* wrong : {"", "[]", "[[]]", R"([[1],"/"])", R"(["a","/"])", "[[],7]"})
        CHECK_FALSE(second_instance_data(wrong));
}

TEST_CASE("a notification's response has the eight members of Wails", "[news]") {
    CHECK(to_json({{"i", "t", "s", "b", "c", R"({"k":1})"}, "DEFAULT_ACTION"}) ==
          R"({"id":"i","actionIdentifier":"DEFAULT_ACTION","categoryId":"c","title":"t",)"
          R"("subtitle":"s","body":"b","userText":"","userInfo":{"k":1}})");
}
