// SPDX-License-Identifier: MIT
//
// event_names — sections 2.4 and 7.2: an event may have any name.
#include "tests/contract/contract_app.hpp"
#include "tests/support/catch.hpp"

using namespace fairlead::tests;

// Wails: an event's name is any string.
// Here: any string of 1 to 512 bytes of UTF-8 without line feed and NUL.
TEST_CASE("7.2 an event may have any name, in both directions", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js(R"js(
        const names = ['file saved', ' ', '"', "it's", '\\', 'grüße', '船が着いた', '🚢', 'a\tb', 'a:b/c',
          '{"name":"x"}', 'n5 r7', 'constructor', '__proto__', 'toString', 'undefined', 'a*',
          'x'.repeat(512), 'ü'.repeat(256)];
        const heard = [];
        for (const name of names) {
          await App.Listen(name);
          runtime.EventsOn(name, (text) => heard.push([name, text]));
        }
        for (const name of names) {
          await App.Emit(name, [name]);
          runtime.EventsEmit(name, 'from the page');
        }
        await until(async () => heard.length >= 2 * names.length &&
          (await App.Heard(names.at(-1))).length === 1);
        const back = await Promise.all(names.map((name) => App.Heard(name)));
        const good = names.filter((name, i) => back[i].length === 1 &&
          back[i][0][0] === 'from the page' &&
          heard.filter(([at, text]) => at === name && text === name).length === 1 &&
          heard.filter(([at, text]) => at === name && text === 'from the page').length === 1);
        return [names.length - good.length, heard.length - 2 * names.length];)js") == "[0,0]");
}

// Wails: a name of any length.
// Here: one that cannot be sent is heard within the page, and the log says why it is not outside.
TEST_CASE("7.2 an event's name that cannot be sent is named in the log",
          "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("const heard = [];"
                 "for (const name of ['x'.repeat(513), 'two\\nlines', '', 'half \\ud800']) {"
                 "  runtime.EventsOn(name, () => heard.push(name.length));"
                 "  runtime.EventsEmit(name); runtime.EventsOff(name);"
                 "} return [heard, errors, await App.Greet('on')];") ==
          R"([[513,9,0,6],[],"Hello on"])");
    app.wait_for_log("the name of an event is 1 to 512 bytes without line feed");
    app.wait_for_complaint("a topic is 1 to 512 bytes of UTF-8 without line feed");
}

// Wails: there are no patterns among names.
// Here: in a page `*` is a name like any other.
TEST_CASE("7.3 a star is a name and no pattern", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("const heard = []; runtime.EventsOn('*', (text) => heard.push(text));"
                 "await settled(); await App.Emit('other', ['no']); await App.Emit('*', ['yes']);"
                 "await until(() => heard.length > 0); await settled(); return heard;") ==
          R"(["yes"])");
}

// Wails: nothing is reserved.
// Here: topics under fairlead/ are the broker's own: a page hears them and cannot emit them.
TEST_CASE("7.3 a page cannot speak for the broker", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("let state = ''; runtime.EventsOn('fairlead/plugin/contract',"
                 "  (plugin) => { state = plugin.state; });"
                 "await until(() => state !== ''); runtime.EventsEmit('fairlead/lies', 1);"
                 "return [state, await App.Greet('on')];") == R"(["ready","Hello on"])");
}
