// SPDX-License-Identifier: MIT
//
// page_port — its two kinds: scripts for a page, frames for a reader.
#include "tests/support/catch.hpp"
#include "webview-host/bridge/frame_port.hpp"
#include "webview-host/bridge/script_port.hpp"

#include <memory>
#include <utility>

using namespace fairlead::host;

namespace {

/// A page that takes its time.
struct slow_page {
    script_port::evaluator evaluator() {
        return [this](std::string const& script, std::function<void(bool)> done) {
            scripts.push_back(script);
            waiting.push_back(std::move(done));
        };
    }
    void finish(bool ran = true) {
        auto done = std::move(waiting.front());
        waiting.erase(waiting.begin());
        done(ran);
    }
    std::vector<std::string> scripts;
    std::vector<std::function<void(bool)>> waiting;
};

std::string written_to(std::FILE* file) {
    std::string text(4'096, '\0');
    std::rewind(file);
    text.resize(std::fread(text.data(), 1, text.size(), file));
    return text;
}

}  // namespace

TEST_CASE("one script is evaluated at a time, and the next holds all that came meanwhile",
          "[port]") {
    slow_page page;
    script_port port{page.evaluator()};
    port.start("doc");
    port.callback("1");
    port.flush();
    port.callback("2");
    port.flush();
    port.event("3");
    port.flush();
    CHECK(page.scripts.size() == 1);
    page.finish();
    REQUIRE(page.scripts.size() == 2);
    CHECK(page.scripts[0] == R"(window._fairlead.deliver(["doc",1,["c","1"]]);)");
    CHECK(page.scripts[1] == R"(window._fairlead.deliver(["doc",2,["c","2"],["n","3"]]);)");
    page.finish();
    CHECK(page.scripts.size() == 2);
}

TEST_CASE("a script that did not run is counted and holds nothing up", "[port]") {
    slow_page page;
    script_port port{page.evaluator()};
    port.start("doc");
    port.callback("1");
    port.flush();
    port.callback("2");
    page.finish(false);
    CHECK(port.failed_turns() == 1);
    CHECK(page.scripts.size() == 2);
}

TEST_CASE("a new document does not wait for the scripts of the old one", "[port]") {
    slow_page page;
    script_port port{page.evaluator()};
    port.start("old");
    port.callback("1");
    port.flush();
    port.callback("2");
    port.start("new");
    port.callback("3");
    port.flush();
    REQUIRE(page.scripts.size() == 2);
    CHECK(page.scripts[1] == R"(window._fairlead.deliver(["new",1,["c","3"]]);)");
    port.callback("4");
    port.flush();
    page.finish(false);  // The old one: says nothing about the new.
    CHECK(page.scripts.size() == 2);
    CHECK(port.failed_turns() == 0);
}

TEST_CASE("frames are lines, whatever the JSON looked like", "[port]") {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{std::tmpfile(), std::fclose};
    frame_port port{file.get()};
    port.callback("{\"result\":[1,\n2],\"error\":null,\"callbackid\":\"x\"}");
    port.event(R"({"name":"tick","data":[1]})");
    port.flush();
    CHECK(written_to(file.get()) == "c{\"result\":[1, 2],\"error\":null,\"callbackid\":\"x\"}\n"
                                    "n{\"name\":\"tick\",\"data\":[1]}\n");
    CHECK_FALSE(port.is_broken());
}

TEST_CASE("a reader that has gone is noticed", "[port]") {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{std::fopen("/dev/full", "w"),
                                                               std::fclose};
    REQUIRE(file);
    frame_port port{file.get()};
    port.event("{}");
    port.flush();
    CHECK(port.is_broken());
}
