// SPDX-License-Identifier: MIT
//
// live_test — the program of docs/SDK.md, asked from the command line: its streams, and what is
// left of them when either side is killed.
#include "tests/support/catch.hpp"
#include "tests/support/child.hpp"
#include "tests/support/paths.hpp"
#include "tests/system/broker_app.hpp"

#include <fairlead/client/connection.hpp>

#include <csignal>
#include <thread>

using namespace fairlead;
using namespace fairlead::tests;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

/// More than anybody reads in a test.
constexpr auto endless = "1000000000";

struct live_app : broker_app {
    live_app()
        : broker_app{
              {.fairlead_json = R"({"plugins":[{"name":"live","exec":")" +
                                (program_dir().parent_path() / "tests/sdk_live_example").string() +
                                R"("}]})"}} {
        client::connect_options options;
        options.socket = broker.socket();
        tool = client::connection::connect(std::move(options));
    }

    std::unique_ptr<client::connection> tool;

    child call(std::vector<std::string> words) const {
        words.insert(words.begin(), "call");
        words.insert(words.end(), {"--socket", broker.socket().string()});
        return child{{program_dir() / "fairlead", std::move(words), {}}};
    }
    std::string ask(std::string_view method, std::string_view args = "[]") const {
        return tool->call_wait(method, args, {30s}).json;
    }
    /// Of the broker's own report, behind `key`.
    long number(std::string const& key) const {
        const auto list = ask("fairlead.list");
        const auto at = list.rfind('"' + key + "\":");
        REQUIRE(at != std::string::npos);
        return std::stol(list.substr(at + key.size() + 3));
    }
    void wait_for(std::string const& key, long least) const {
        const auto until = std::chrono::steady_clock::now() + patience();
        while (number(key) < least)
            if (std::chrono::steady_clock::now() > until) FAIL("no " << key);
    }
    pid_t plugin() const {
        const auto list = ask("fairlead.list");
        const auto at = list.find("\"pid\":", list.find("\"plugins\":"));
        return static_cast<pid_t>(std::stol(list.substr(at + 6)));
    }
};

}  // namespace

TEST_CASE("the program of SDK.md does what the text beside it says", "[system]") {
    const live_app app;
    CHECK(app.ask("main.App.Crunch", "[3]") == R"({"steps":3,"title":"done"})");
    CHECK(app.ask("main.App.Spin") == "1000000");
    CHECK(app.ask("main.App.SumToTen") == "55");
    CHECK(app.ask("main.App.Later", "[7]") == R"("done 7")");
}

TEST_CASE("the command line prints items as they come, and progress beside them", "[system]") {
    const live_app app;
    auto items = app.call({"main.App.Count", "4", "--stream"});
    CHECK(items.read_all() == "0\n1\n2\n3\n");
    CHECK(items.wait() == 0);
    auto steps = app.call({"main.App.Crunch", "2", "--progress"});
    CHECK_THAT(steps.read_all(), Contains("\"steps\""));
    CHECK(steps.wait() == 0);
    CHECK(steps.errors() == "1\n2\n");
    auto wrong = app.call({"main.App.Nope", "--stream"});
    CHECK(wrong.wait() == 6);
    auto plain = app.call({"main.App.Count", "4"});
    CHECK(plain.wait() != 0);
    CHECK_THAT(plain.errors(), Contains("gives a stream"));
}

TEST_CASE("a caller that is killed in mid-stream ends the stream, and nothing else", "[system]") {
    const live_app app;
    const auto plugin = app.plugin();
    auto reader = app.call({"main.App.Count", endless, "--stream"});
    CHECK(reader.read_line_with("100") == "100");
    reader.signal(GENERATE(SIGKILL, SIGINT));
    CHECK(reader.wait() > 0);
    app.wait_for("cancelled", 1);
    CHECK(app.ask("main.App.SumToTen") == "55");
    CHECK(app.plugin() == plugin);
    CHECK(app.number("sessionsCut") == 0);
}

TEST_CASE("a plugin that is killed in mid-stream ends its reader's loop", "[system]") {
    const live_app app;
    auto reader = app.call({"main.App.Count", endless, "--stream"});
    CHECK(reader.read_line_with("100") == "100");
    REQUIRE(::kill(app.plugin(), SIGKILL) == 0);
    while (reader.read_all().size() > 0) {}
    CHECK(reader.wait() == 1);
    CHECK_THAT(reader.errors(), Contains("backend-gone"));
}

TEST_CASE("a reader that does not read holds its source, and memory stays where it was",
          "[system]") {
    const live_app app;
    std::atomic<std::uint64_t> cost{0};
    const auto id = app.tool->call(
        "main.App.Count", std::string{"["} + endless + ']', {},
        {.on_item = [&](client::stream_item const& item) { cost += item.cost; }}, {});
    const auto until = std::chrono::steady_clock::now() + patience();
    while (cost < wire::item_window_bytes) {
        if (std::chrono::steady_clock::now() > until) FAIL("the stream stands still");
        std::this_thread::yield();
    }
    // What has come is what the window lets come: the next answer is behind it on the same way.
    CHECK(app.ask("main.App.SumToTen") == "55");
    CHECK(cost < wire::item_window_bytes + 64);
    app.tool->cancel(id);
    app.wait_for("cancelled", 1);
}
