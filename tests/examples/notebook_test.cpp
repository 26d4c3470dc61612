// SPDX-License-Identifier: MIT
//
// notebook_test — notes in memory: found, edited, saved, rung.
#include "examples/notes/plugin/notebook.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"

#include <stdexcept>

using namespace notes;
using fairlead::tests::temporary_directory;

namespace {

/// On a shelf that is there already: nobody welcomes.
struct open_book {
    temporary_directory folder;
    notebook book{shelf{folder.path()}};
    open_book() { open(book); }
    static void open(notebook& one) {
        REQUIRE(one.open([](std::string_view problem) { FAIL(problem); }));
    }
    std::string titles(std::string const& query) const {
        std::string all;
        for (auto const& one : book.find(query)) all += one.title + ";";
        return all;
    }
    /// As the next start of the program finds it.
    std::vector<NoteHead> on_disk() const {
        notebook next{shelf{folder.path()}};
        open(next);
        return next.find("");
    }
};

}  // namespace

TEST_CASE("a new shelf has a note that welcomes, and is read once") {
    const temporary_directory folder;
    notebook book{shelf{folder.path() / "new"}};
    open_book::open(book);
    CHECK_FALSE(book.open([](std::string_view) {}));
    REQUIRE(book.find("").size() == 1);
    CHECK(book.find("")[0].title == "Welcome aboard");
    CHECK(book.unsaved().empty());
}

TEST_CASE("every word of a query must be there, in any case, in title or text") {
    open_book one;
    one.book.create("Shopping", "Tea and rope");
    one.book.create("Rope work", "Knots");
    CHECK(one.titles("ROPE shop") == "Shopping;");
    CHECK(one.titles("  knots ") == "Rope work;");
    CHECK(one.titles("tea knots").empty());
    CHECK(one.book.find("").size() == 2);
}

TEST_CASE("an excerpt is short, in one line, and ends between two characters") {
    open_book one;
    one.book.create("t", "a\n" + std::string(117, 'b') + "ä and more");
    CHECK(one.book.find("")[0].excerpt == "a " + std::string(117, 'b'));
}

TEST_CASE("an empty new note is not on disk before it is edited, and then it is") {
    open_book one;
    const auto id = one.book.create().id;
    CHECK(one.book.unsaved().empty());
    CHECK_FALSE(one.book.edit(id, "", ""));
    CHECK(one.book.edit(id, "Title", "text"));
    REQUIRE(one.book.unsaved().size() == 1);
    CHECK(one.on_disk().empty());
    CHECK(one.book.save(id));
    CHECK_FALSE(one.book.save(id));
    CHECK(one.book.unsaved().empty());
    REQUIRE(one.on_disk().size() == 1);
    CHECK(one.on_disk()[0].title == "Title");
}

TEST_CASE("a note that cannot be written stays unsaved") {
    open_book one;
    const auto id = one.book.create("Title", "text").id;
    std::filesystem::create_directories(one.folder.path() / (id + ".json.new"));  // In the way.
    CHECK_THROWS(one.book.save(id));
    CHECK(one.book.get(id).unsaved);
}

TEST_CASE("a removed note is gone from memory and disk") {
    open_book one;
    const auto id = one.book.create("Title", "text").id;
    one.book.save(id);
    one.book.remove(id);
    CHECK(one.on_disk().empty());
    CHECK_THROWS_AS(one.book.get(id), std::out_of_range);
    CHECK_THROWS_AS(one.book.remove(id), std::out_of_range);
}

TEST_CASE("a reminder rings once, at its time, and is taken once") {
    open_book one;
    const auto early = one.book.create("early", "x").id;
    const auto late = one.book.create("late", "x").id;
    CHECK(one.book.next_reminder() == 0);
    one.book.remind(late, 2000);
    one.book.remind(early, 1000);
    CHECK(one.book.next_reminder() == 1000);
    CHECK_FALSE(one.book.ring(999));
    CHECK(one.book.take_rung().empty());
    CHECK(one.book.ring(1000));
    CHECK_FALSE(one.book.ring(1000));
    CHECK(one.book.next_reminder() == 2000);
    REQUIRE(one.book.take_rung().size() == 1);
    CHECK(one.book.take_rung().empty());
    CHECK(one.book.get(early).remindAt == 0);
    CHECK(one.book.get(late).remindAt == 2000);
}

TEST_CASE("a reminder that has rung may be set again") {
    open_book one;
    const auto id = one.book.create("t", "x").id;
    one.book.remind(id, 1000);
    CHECK(one.book.ring(1000));
    one.book.remind(id, 3000);
    CHECK(one.book.take_rung().empty());
    CHECK(one.book.next_reminder() == 3000);
}
