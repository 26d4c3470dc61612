// SPDX-License-Identifier: MIT
//
// shelf_test — notes and other files on disk: whole, or not there.
#include "examples/notes/plugin/shelf.hpp"
#include "examples/notes/plugin/text_file.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"

#include <stdexcept>
#include <system_error>

using namespace notes;
using fairlead::tests::temporary_directory;

namespace {

std::vector<Note> read(shelf const& from, std::vector<std::string>* problems = nullptr) {
    return from.read([&](std::string_view problem) {
        if (problems == nullptr) FAIL(problem);
        problems->emplace_back(problem);
    });
}

}  // namespace

TEST_CASE("a note comes back from disk as it was written") {
    const temporary_directory folder;
    const shelf one{folder.path() / "deep/notes"};
    CHECK(one.make());
    CHECK_FALSE(one.make());
    one.write({"abc", "A \"title\"", "two\nlines, ä", 1'700'000'000'123, 42, true});
    const auto all = read(one);
    REQUIRE(all.size() == 1);
    CHECK(all[0].id == "abc");
    CHECK(all[0].title == "A \"title\"");
    CHECK(all[0].text == "two\nlines, ä");
    CHECK(all[0].changed == 1'700'000'000'123);
    CHECK(all[0].remindAt == 42);
    CHECK_FALSE(all[0].unsaved);
    one.remove("abc");
    CHECK(read(one).empty());
}

TEST_CASE("a file that is no note is named and left alone") {
    const temporary_directory folder;
    const shelf one{folder.path()};
    const auto broken = folder.write("broken.json", R"({"title":)");
    folder.write("list.json", "[1]");
    folder.write("other.txt", "not ours");
    one.write({"good", "Good", ""});
    std::vector<std::string> problems;
    CHECK(read(one, &problems).size() == 1);
    REQUIRE(problems.size() == 2);
    CHECK((problems[0] + problems[1]).find("broken.json is no note: ") != std::string::npos);
    CHECK(std::filesystem::exists(broken));
}

TEST_CASE("a text file is read as far as it may be long, and what is none is an error") {
    const temporary_directory folder;
    const auto file = folder.write("text", "12345");
    CHECK(read_text_file(file, 5) == "12345");
    CHECK_THROWS_AS(read_text_file(file, 4), std::length_error);
    CHECK_THROWS_AS(read_text_file(folder.path() / "nothing", 4), std::system_error);
    CHECK_THROWS_AS(read_text_file(folder.path(), 4), std::system_error);
}

TEST_CASE("what cannot be written leaves the old file as it was") {
    const temporary_directory folder;
    const auto file = folder.write("text", "old");
    std::filesystem::create_directories(folder.path() / "text.new");  // In the way.
    CHECK_THROWS_AS(write_text_file(file, "new"), std::system_error);
    CHECK(read_text_file(file, 10) == "old");
    std::filesystem::remove(folder.path() / "text.new");
    write_text_file(file, "new");
    CHECK(read_text_file(file, 10) == "new");
}
