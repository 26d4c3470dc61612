// SPDX-License-Identifier: MIT
//
// capture_test — a session of examples/notes, captured; then replayed towards the same plugin,
// towards a changed one, and instead of it.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/running_app.hpp"
#include "tests/system/plugin_app.hpp"

#include <boost/json.hpp>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;
namespace json = boost::json;

namespace {

std::string text_of(std::filesystem::path const& file) {
    std::ifstream from{file};
    return (std::ostringstream{} << from.rdbuf()).str();
}

std::vector<json::object> records_of(std::filesystem::path const& file) {
    std::ifstream from{file};
    std::vector<json::object> all;
    for (std::string line; std::getline(from, line);) all.push_back(json::parse(line).as_object());
    return all;
}

/// An app with a shelf of its own for its notes.
struct notes_house {
    temporary_directory data;
    bool set = ::setenv("XDG_DATA_HOME", (data.path() / "data").c_str(), 1) == 0;
    plugin_app app;
    runtime_folder nowhere;

    explicit notes_house(std::string const& plugin)
        : app{plugin.empty() ? "" : R"({"name":"notes","exec":")" + plugin + "\"}"} {}

    std::unique_ptr<child> fairlead(std::string const& verb, std::vector<std::string> more) const {
        std::vector<std::string> args{verb, "--socket", app.broker.socket().native()};
        args.insert(args.end(), more.begin(), more.end());
        return std::make_unique<child>(
            child::spec{program("fairlead"), args, nowhere.environment()});
    }
    outcome replay(std::vector<std::string> more) const {
        const auto one = fairlead("replay", std::move(more));
        auto out = one->read_all();
        const int code = one->wait();
        return {code, std::move(out), one->errors()};
    }
    std::string create() {
        const auto made = app.value("main.Notes.Create");
        return std::string{json::parse(made).at("id").as_string()};
    }
};

void wait_for(child& one, std::string const& words) {
    eventually(words, [&] { return one.errors().find(words) != std::string::npos; });
}

std::string notes_plugin() { return (program_dir() / "notes-plugin").string(); }
std::string changed_plugin() {
    return (program_dir().parent_path() / "tests/changed_notes_plugin").string();
}

struct session {
    temporary_directory folder;
    std::string file = folder.path() / "notes.capture";
    std::string id;

    /// Somebody writes a note and looks at it.
    explicit session(std::vector<std::string> const& options = {}) {
        notes_house house{notes_plugin()};
        house.app.value("main.Notes.List", R"([""])");
        std::vector<std::string> more{"-o", file};
        more.insert(more.end(), options.begin(), options.end());
        const auto capture = house.fairlead("capture", more);
        wait_for(*capture, "capturing");
        id = house.create();
        house.app.value("main.Notes.Edit", "[\"" + id + R"(","Rope","two fathoms","me"])");
        house.app.value("main.Notes.Get", "[\"" + id + "\"]");
        house.app.ask("main.Notes.Get", R"(["none"])");
        house.app.value("main.Notes.List", R"(["fathoms"])");
        house.app.tool.emit("login", R"([{"user":"Ada","password":"s3cret"}])");
        house.app.tool.everything_until_pong();
        capture->signal(SIGINT);
        CHECK(capture->wait() == 0);
    }
};

/// What no run of it has twice.
const std::vector<std::string> made_anew{"--fast", "--follow", "id", "--ignore", "changed,unsaved"};

std::vector<std::string> with(std::string const& file, std::vector<std::string> more) {
    more.insert(more.begin(), file);
    return more;
}

}  // namespace

TEST_CASE("a capture holds a session, whole, in order and without secrets", "[system][capture]") {
    const session one;
    const auto all = records_of(one.file);
    REQUIRE(all.size() > 10);
    CHECK(all.front().at("fairlead-capture").to_number<int>() == 1);
    CHECK(all.front().at("app").as_string() == "test-app");
    CHECK(all.back().at("kind").as_string() == "end");
    CHECK(all.back().at("reason").as_string() == "interrupted");
    CHECK(all.back().at("records").to_number<std::size_t>() == all.size() - 2);
    CHECK(all.back().at("skipped").to_number<int>() == 0);
    auto const& edit = *std::ranges::find_if(all, [](auto const& line) {
        auto const* name = line.if_contains("name");
        return name != nullptr && *name == "main.Notes.Edit";
    });
    CHECK(edit.at("from").as_string() == "tool");
    CHECK(edit.at("fromRole").as_string() == "tool");
    CHECK(edit.at("toRole").as_string() == "plugin");
    CHECK(edit.at("args").at(2).as_string() == "two fathoms");
    const auto text = text_of(one.file);
    CHECK_THAT(text, Contains(R"("message":"there is no such note")"));
    CHECK_THAT(text, Contains(R"({"user":"Ada","password":"•••"})"));
    CHECK_THAT(text, !Contains("s3cret"));
    CHECK_THAT(text, Contains(R"("name":"notes:changed")"));
    CHECK((std::filesystem::status(one.file).permissions() & std::filesystem::perms::all) ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    CHECK_THAT(text_of(session{{"--plain"}}.file), Contains("s3cret"));
}

TEST_CASE("a session replayed towards the same plugin has no difference", "[system][capture]") {
    const session one;
    const notes_house again{notes_plugin()};
    const auto fast = again.replay(with(one.file, made_anew));
    CAPTURE(fast.out, fast.err);
    CHECK(fast.code == 0);
    CHECK_THAT(fast.out, Contains("5 calls") && Contains("no difference"));

    const auto timed = again.replay(
        with(one.file, {"--speed", "4", "--follow", "id", "--ignore", "changed,unsaved", "--method",
                        "main.Notes.G*", "--json=short"}));
    // Its own notes are not known here: only what does not depend on them is the same.
    const auto report = json::parse(timed.out).as_object();
    CHECK(report.at("calls").to_number<int>() == 2);
    CHECK(report.at("differing").to_number<int>() == 1);
    CHECK(report.at("methods").at(0).at("now").at("samples").to_number<int>() == 2);
    CHECK(timed.code == 1);
}

TEST_CASE("a session replayed towards a changed plugin finds what was changed",
          "[system][capture]") {
    const session one;
    const notes_house changed{changed_plugin()};
    const auto found = changed.replay(with(one.file, made_anew));
    CAPTURE(found.out, found.err);
    CHECK(found.code == 1);
    CHECK_THAT(found.out, Contains("1 differs"));
    CHECK_THAT(found.out, Contains("main.Notes.Get") && Contains("$.title") &&
                              Contains(R"("Rope")") && Contains(R"("Rope ")"));
    const auto list = changed.replay(with(one.file, {"--fast", "--peer", "nobody"}));
    CHECK(list.code == 1);
    CHECK_THAT(list.err, Contains("nothing in it can be replayed"));
}

TEST_CASE("a replay can be repeated, many calls at once", "[system][capture]") {
    const session one;
    const notes_house again{notes_plugin()};
    const auto load = again.replay(
        with(one.file, {"--fast", "--in-flight", "16", "--repeat", "50", "--method",
                        "main.Notes.List", "--json=short", "--ignore", "changed,unsaved"}));
    CAPTURE(load.out, load.err);
    const auto report = json::parse(load.out).as_object();
    CHECK(report.at("calls").to_number<int>() == 50);
    CHECK(report.at("seconds").to_number<double>() > 0);
}

TEST_CASE("a capture stands in for its plugin", "[system][capture]") {
    const session one;
    notes_house empty{""};
    auto page = empty.app.broker.tool("page");
    page.subscribe("notes:changed");
    const auto serve = empty.fairlead("replay", {one.file, "--serve"});
    wait_for(*serve, "serving 5 calls");
    auto& app = empty.app;
    CHECK(std::string{json::parse(app.value("main.Notes.Get", "[\"" + one.id + "\"]"))
                          .at("title")
                          .as_string()} == "Rope");
    CHECK(app.ask("main.Notes.Get", R"(["none"])").message() == "there is no such note");
    const auto other = app.ask("main.Notes.Get", R"(["other"])");
    CHECK(other.code() == errc::bad_arguments);
    CHECK_THAT(other.message(), Contains("main.Notes.Get") && Contains("has these arguments"));
    CHECK(app.ask("main.Notes.Nope").code() == errc::no_such_method);
    CHECK_THAT(page.expect(wire::frame_kind::event).payload, Contains("created"));
    CHECK_THAT(page.expect(wire::frame_kind::event).payload, Contains("edited"));
    serve->signal(SIGINT);
    CHECK(serve->wait() == 0);
}

TEST_CASE("what a capture cannot keep up with stands in the file as skipped", "[system][capture]") {
    const temporary_directory folder;
    const auto file = folder.path() / "much.capture";
    notes_house house{""};
    auto echo = house.app.plugin_with("echo.all");
    const auto capture = house.fairlead("capture", {"-o", file.native(), "--topic", "much"});
    wait_for(*capture, "capturing");
    capture->signal(SIGSTOP);
    const std::string large = "[\"" + std::string(1u << 20, 'x') + "\"]";
    for (int i = 0; i < 16; ++i) house.app.tool.emit("much", large);
    house.app.tool.everything_until_pong();
    capture->signal(SIGCONT);
    capture->signal(SIGTERM);
    CHECK(capture->wait() == 0);
    CHECK_THAT(house.app.broker.log(), !Contains("was cut"));
    std::uint64_t skipped = 0, events = 0;
    for (auto const& one : records_of(file)) {
        auto const* kind = one.if_contains("kind");
        if (kind == nullptr) continue;
        if (*kind == "skipped") skipped += one.at("count").to_number<std::uint64_t>();
        events += *kind == "event";
    }
    CHECK(skipped > 0);
    CHECK(events > 0);
    CHECK(events + skipped == 16);
}

TEST_CASE("a capture ends by itself: so many, so long, or with the broker", "[system][capture]") {
    const temporary_directory folder;
    notes_house house{""};
    const auto reason = [&](std::string const& file) {
        return std::string{records_of(file).back().at("reason").as_string()};
    };
    const std::string some = folder.path() / "some", brief = folder.path() / "brief",
                      all = folder.path() / "all";
    const auto two = house.fairlead("capture", {"-o", some, "--count", "2", "--topic", "t"});
    wait_for(*two, "capturing");
    for (int i = 0; i < 3; ++i) house.app.tool.emit("t", "[1]");
    CHECK(two->wait() == 0);
    CHECK(reason(some) == "count");
    CHECK(records_of(some).size() == 4);
    const auto timed = house.fairlead("capture", {"-o", brief, "--for", "0.05"});
    CHECK(timed->wait() == 0);
    CHECK(reason(brief) == "time");
    const auto last = house.fairlead("capture", {"-o", all});
    wait_for(*last, "capturing");
    house.app.broker.stop();
    CHECK(last->wait() == 0);
    CHECK(reason(all) == "broker");
}
