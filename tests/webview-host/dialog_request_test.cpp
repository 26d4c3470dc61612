// SPDX-License-Identifier: MIT
//
// dialog_request — the options of a dialog, their defaults, and what is wrong with them.
#include "tests/support/catch.hpp"
#include "webview-host/dialogs/dialog_request.hpp"

#include <fairlead/json/error.hpp>

using namespace fairlead;
using namespace fairlead::host;
using Catch::Matchers::Contains;
using list = std::vector<std::string>;

namespace {

template <class Parse>
std::string complaint(Parse parse) {
    try {
        parse();
    } catch (json::bad_value const& problem) {
        return problem.what();
    }
    return {};
}

std::string about_file(std::string_view args) {
    return complaint([&] { parse_file_request(file_choice::open_file, args); });
}

std::string about_message(std::string_view args) {
    return complaint([&] { parse_message_request(args); });
}

}  // namespace

TEST_CASE("10.3 a file dialog knows the options of Wails", "[dialogs][contract]") {
    const auto asked = parse_file_request(file_choice::save_file, R"([{"title":"Save it",
        "defaultDirectory":"/tmp/x","defaultFilename":"a.txt","showHiddenFiles":true,
        "canCreateDirectories":false,"resolvesAliases":true,"treatPackagesAsDirectories":true,
        "filters":[{"displayName":"Text","pattern":"*.txt; *.md ;"},{"pattern":"*"}]}])");
    CHECK(asked.what == file_choice::save_file);
    CHECK(asked.title == "Save it");
    CHECK(asked.directory == "/tmp/x");
    CHECK(asked.filename == "a.txt");
    CHECK(asked.show_hidden);
    CHECK_FALSE(asked.may_create_directories);
    REQUIRE(asked.filters.size() == 2);
    CHECK(asked.filters[0].name == "Text");
    CHECK(asked.filters[0].patterns == list{"*.txt", "*.md"});
    CHECK(asked.filters[1].name == "*");
}

TEST_CASE("a file dialog without options has a title, and nothing else", "[dialogs]") {
    for (auto const* args : {"[]", "", "[{}]", "[null]", R"([{"title":""}])"}) {
        const auto asked = parse_file_request(file_choice::open_directory, args);
        CHECK(asked.title == "Open Folder");
        CHECK(asked.filters.empty());
        CHECK(asked.may_create_directories);
    }
}

TEST_CASE("options of a file dialog that do not fit are refused by name", "[dialogs]") {
    CHECK_THAT(about_file(R"([{"title":3}])"), Contains(".title: expected a string"));
    CHECK_THAT(about_file(R"([{"filters":[{"displayName":"x"}]}])"),
               Contains(".filters[0]: a filter needs a pattern"));
    CHECK_THAT(about_file(R"([{"filters":[{"pattern":" ; "}]}])"),
               Contains(".filters[0]: a filter needs a pattern"));
    CHECK_FALSE(about_file("[1,2]").empty());
    CHECK_FALSE(about_file("nonsense").empty());
}

TEST_CASE("10.3 a message dialog has Yes and No for a question, else OK", "[dialogs][contract]") {
    for (auto const* type : {"info", "warning", "error"})
        CHECK(parse_message_request(std::string{R"([{"type":")"} + type + "\"}]").buttons ==
              list{"OK"});
    const auto asked = parse_message_request(R"([{"type":"question","message":"Now?"}])");
    CHECK(asked.kind == message_kind::question);
    CHECK(asked.buttons == list{"Yes", "No"});
    CHECK(asked.default_button == "Yes");
    CHECK(asked.cancel_button.empty());
    CHECK(asked.title == "Question");
    CHECK(parse_message_request("[]").kind == message_kind::info);
}

TEST_CASE("10.3 a message dialog has the buttons it is given, and they must be able to be pressed",
          "[dialogs][contract]") {
    const auto asked = parse_message_request(
        R"([{"buttons":["a","b","c"],"defaultButton":"b","cancelButton":"c"}])");
    CHECK(asked.buttons == list{"a", "b", "c"});
    CHECK(asked.default_button == "b");
    CHECK(asked.cancel_button == "c");
    CHECK_THAT(about_message(R"([{"buttons":["a"],"cancelButton":"b"}])"),
               Contains("cancelButton: 'b' is none of the buttons"));
    CHECK_THAT(about_message(R"([{"buttons":["1","2","3","4","5","6","7","8","9"]}])"),
               Contains("at most 8"));
    CHECK_THAT(about_message(R"([{"type":"fatal"}])"), Contains(".type: 'fatal' is none of info"));
}
