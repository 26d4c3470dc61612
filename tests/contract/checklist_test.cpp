// SPDX-License-Identifier: MIT
//
// checklist — section 16: what the reference asks of an implementation with processes of its own.
#include "tests/contract/contract_app.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/running_app.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>

using namespace fairlead::tests;

namespace {

/// Sockets of this machine that listen for TCP connections, by their inodes.
std::set<std::string> listening() {
    std::set<std::string> inodes;
    for (auto const* list : {"/proc/net/tcp", "/proc/net/tcp6"}) {
        std::ifstream file{list};
        for (std::string line; std::getline(file, line);) {
            std::istringstream words{line};
            std::string skipped, state, inode;
            words >> skipped >> skipped >> skipped >> state;
            for (int i = 0; i < 5; ++i) words >> skipped;
            words >> inode;
            if (state == "0A") inodes.insert("socket:[" + inode + "]");
        }
    }
    return inodes;
}

bool listens(pid_t process) {
    const auto all = listening();
    for (auto const& one :
         std::filesystem::directory_iterator{"/proc/" + std::to_string(process) + "/fd"}) {
        std::error_code gone;
        if (all.contains(std::filesystem::read_symlink(one.path(), gone).string())) return true;
    }
    return false;
}

}  // namespace

// Wails: both scripts come first in <head> of /, folders and index.html.
// Here: the same for every HTML document; bindings are in the script itself.
TEST_CASE("16.1 both scripts come first in the head", "[system][window][contract]") {
    contract_app app;
    CHECK(app.js("return [location.origin, [...document.head.children].slice(0, 2).map((one) =>"
                 "  [one.tagName, one.getAttribute('src'), one.async, one.defer])];") ==
          R"(["wails://wails",[["SCRIPT","/wails/ipc.js",false,false],)"
          R"(["SCRIPT","/wails/runtime.js",false,false]]])");
}

// Wails: EventsOnMultiple is the primitive; window.go is whole before the first module.
// Here: the same.
TEST_CASE("16.2 window.go is whole when the first module runs", "[system][window][contract]") {
    contract_app app{{.path = GENERATE(from_range(page_paths())), .script = R"js(
        window.atModule = [Object.keys(go).length, Object.keys(go.main.App).length,
          typeof runtime.EventsOnMultiple];)js"}};
    CHECK(app.js(
              "const now = [Object.keys(go).length, Object.keys(go.main.App).length, 'function'];"
              "return JSON.stringify(atModule) === JSON.stringify(now) && now[1] > 20;") == "true");
}

// Wails: unknown methods, panics, a lost connection and some errors leave promises open for ever.
// Here: every promise settles; what fails is an Error.
TEST_CASE("16.3 every promise settles", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js(R"js(
        const slow = rejection(App.Slow(60000));
        await settled();
        const codes = [await rejection(ObfuscatedCall(4711)), await rejection(App.Fail('x')),
          await rejection(App.FailOddly()), await rejection(App.Greet({})),
          await rejection(App.Leave()), await slow];
        return [codes.every((one) => one.isError), codes.map((one) => one.code),
          await App.Greet('again')];)js") ==
          R"([true,["no-such-method","app-error","app-error","bad-arguments","backend-gone",)"
          R"("backend-gone"],"Hello again"])");
}

// Wails: null for void, data spread over arguments, last listener first, local first, time-outs.
// Here: all of these; an error without words is no success.
TEST_CASE("16.4 the quirks that front ends rely on", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js(R"js(
        const seen = [await App.Nothing()];
        runtime.EventsOn('q', (...data) => seen.push(['first', ...data]));
        runtime.EventsOn('q', (...data) => seen.push(['last', ...data]));
        runtime.EventsEmit('q', 1, 2);
        seen.push('emitted');
        App.Slow.setTimeout(5);
        seen.push(App.Slow.getTimeout(), (await rejection(App.Fail(''))).isError);
        return seen;)js") == R"([null,["last",1,2],["first",1,2],"emitted",5,true])");
}

// Wails: as Go's encoding/json: sorted keys, base64, RFC 3339, digits of 64 bits.
// Here: the same by std::map, std::vector<std::byte>, std::chrono and integers.
TEST_CASE("16.5 results are written as Go writes them", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("return [Object.keys(await App.Sorted()), await App.Reverse(btoa('ab')),"
                 "  await App.Later('2026-11-21T17:00:00+01:00', 1500000000),"
                 "  await App.Find('nobody')];") ==
          R"([["a","b","c"],"YmE=","2026-11-21T16:00:01.5Z",null])");
}

// Wails: bursts lose answers or reorder; large payloads are slow and are kept in memory.
// Here: 10 000 calls and events at once, and 16 MiB both ways: nothing lost, order kept.
TEST_CASE("16.6 bursts and large payloads lose nothing", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js(R"js(
        const back = await Promise.all(Array.from({ length: 10000 }, (_, i) => App.Add(i, 1)));
        const heard = [];
        runtime.EventsOn('n', (i) => heard.push(i));
        await App.EmitMany('n', 10000);
        await until(() => heard.length >= 10000);
        const inOrder = heard.every((n, i) => n === i);
        return [back.every((n, i) => n === i + 1), heard.length, inOrder];)js") ==
          "[true,10000,true]");
    CHECK(app.js(R"js(
        const sizes = [131071, 131073, 1 << 20, 16 << 20];
        const same = [];
        for (const size of sizes) {
          const text = 'aé€𝄞'.repeat(Math.ceil(size / 5)).slice(0, size);
          same.push((await App.Echo(text)) === text);
        }
        return same;)js") == "[true,true,true,true]");
}

// Wails: with several front ends results go astray and events come twice.
// Here: a result goes to who asked, an event once to everybody but who emitted it.
TEST_CASE("16.7 an event goes once to everybody but its emitter", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    child listener{app.folder().beside(program("fairlead"), {"subscribe", "news"})};
    app.js(R"js(
        window.heard = [];
        runtime.EventsOn('news', (text) => heard.push(text));
        await App.Listen('news');
        window.probe = setInterval(() => runtime.EventsEmit('news', 'probe'), 20);)js");
    listener.read_line_with("probe");
    app.js("clearInterval(probe); await App.Emit('news', ['from a back end']);"
           "runtime.EventsEmit('news', 'from the page'); runtime.EventsEmit('news', 'end');");
    CHECK(contains(listener.read_line_with("from"), "from a back end"));
    CHECK(contains(listener.read_line(), "from the page"));
    CHECK(contains(listener.read_line(), "end"));
    CHECK(app.js(R"js(
        const others = (all) => all.filter((text) => text !== 'probe');
        await until(async () => (await App.Heard('news')).some(([text]) => text === 'end'));
        return [others(heard), others((await App.Heard('news')).map(([text]) => text))];)js") ==
          R"([["from a back end","from the page","end"],["from the page","end"]])");
}

// Wails: a page's unsubscription removes Go's listeners.
// Here: a page ends its own listening only.
TEST_CASE("16.8 a page's unsubscription is its own affair", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("await App.Listen('a'); runtime.EventsOn('a', () => {}); runtime.EventsOffAll();"
                 "runtime.EventsOff('a'); WailsInvoke('EXa'); runtime.EventsEmit('a', 1);"
                 "await until(async () => (await App.Heard('a')).length === 1);"
                 "return App.Heard('a');") == "[[1]]");
}

// Wails: the development server lets any web page on the machine call the app.
// Here: nothing listens on TCP, the socket is the user's alone, and its peers need a token.
TEST_CASE("16.9 nobody gets in from outside", "[system][window][contract]") {
    const contract_folder folder{{}};
    child app{folder.run({})};
    app.read_line_with("host");
    for (auto const* name : {"fairlead-broker", "fairlead-webvie", "contract-plugin"}) {
        CAPTURE(name);
        const auto parent = name == std::string_view{"contract-plugin"}
                                ? descendant_of(app.pid(), "fairlead-broker")
                                : app.pid();
        pid_t process = -1;
        eventually("it runs", [&] {
            try {
                process = descendant_of(parent, name);
            } catch (std::runtime_error const&) {
                return false;  // Not yet.
            }
            return true;
        });
        CHECK_FALSE(listens(process));
    }
    const auto socket = folder.path() / "fairlead/window-test/broker.sock";
    REQUIRE(std::filesystem::exists(socket));
    CHECK((std::filesystem::status(socket.parent_path()).permissions() &
           (std::filesystem::perms::group_all | std::filesystem::perms::others_all)) ==
          std::filesystem::perms::none);
    app.signal(SIGTERM);
    app.wait();
}

// Wails: on runtime:ready flags are set anew; events sent before it are lost.
// Here: flags are set anew, and events that come before the page listens are given to it.
TEST_CASE("16.10 each navigation begins with what it missed", "[system][window][contract]") {
    contract_app app{{.path = GENERATE(from_range(page_paths())), .script = R"js(
        window.heard = [];
        await go.main.App.Emit('boot', [1]);
        await go.main.App.Emit('boot', [2]);
        runtime.EventsOn('boot', (n) => heard.push(n));
        await settled();
        window.done = true;)js"}};
    for (int load = 0; load < 3; ++load) {
        app.page().wait_for("window.done && heard.length === 2");
        CHECK(app.js("return heard;") == "[1,2]");
        app.reload();
    }
}
