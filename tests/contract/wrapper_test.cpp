// SPDX-License-Identifier: MIT
//
// wrapper — section 6.6: what a generated wailsjs/runtime/runtime.js asks of window.runtime.
#include "tests/contract/contract_app.hpp"
#include "tests/support/catch.hpp"

using namespace fairlead::tests;

// Wails: the wrapper's EventsOn and EventsOnce are EventsOnMultiple with -1 and 1.
// Here: works as it is; an app that replaces a function of window.runtime is asked through it.
TEST_CASE("6.6 the wrapper's listeners are EventsOnMultiple's", "[system][window][contract]") {
    contract_app app{{.path = GENERATE(from_range(page_paths())), .script = R"js(
        function EventsOnMultiple(name, callback, max) {
          return window.runtime.EventsOnMultiple(name, callback, max);
        }
        const EventsOn = (name, callback) => EventsOnMultiple(name, callback, -1);
        const EventsOnce = (name, callback) => EventsOnMultiple(name, callback, 1);
        const EventsOff = (name, ...more) => window.runtime.EventsOff(name, ...more);
        const EventsEmit = (...args) => window.runtime.EventsEmit.apply(null, args);
        const heard = [];
        const off = EventsOn('news', (n) => heard.push(['on', n]));
        EventsOnce('news', (n) => heard.push(['once', n]));
        await go.main.App.Emit('news', [1]);
        await go.main.App.Emit('news', [2]);
        await settled();
        off();
        EventsEmit('news', 3);
        EventsOff('news', 'other');
        window.heard = heard;)js"}};
    app.page().wait_for("window.heard");
    CHECK(app.js("return heard;") == R"([["once",1],["on",1],["on",2]])");
}

// Wails: functions are called without an object.
// Here: the same: none needs `this`.
TEST_CASE("6.6 functions need no object to be called on", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("const { EventsOn, EventsEmit, WindowGetSize, LogInfo } = runtime;"
                 "const { Greet } = App; const heard = []; EventsOn('a', (n) => heard.push(n));"
                 "EventsEmit.apply(null, ['a', 1]); LogInfo('x');"
                 "return [heard, (await WindowGetSize()).w, await Greet('Ada')];") ==
          R"([[1],800,"Hello Ada"])");
}

// Wails: ResolveFilePaths(files) of the wrapper passes one argument where three are expected.
// Here: understood.
TEST_CASE("6.6 the wrapper's ResolveFilePaths passes the files alone",
          "[system][window][contract]") {
    contract_app app;
    CHECK(app.js(R"js(
        const posted = [];
        window.chrome = { webview: { postMessageWithAdditionalObjects:
          (message, files) => posted.push([message, files]) } };
        runtime.ResolveFilePaths(['f']);
        runtime.ResolveFilePaths(3, 4, ['g']);
        delete window.chrome;
        return posted;)js") == R"([["file:drop:0:0",["f"]],["file:drop:3:4",["g"]]])");
}
