// SPDX-License-Identifier: MIT
//
// functions — section 7.1: the 68 functions of window.runtime, LogLevel, and window.wails.
#include "tests/contract/contract_app.hpp"
#include "tests/support/catch.hpp"

using namespace fairlead::tests;

// Wails: window.runtime has 68 functions and the object LogLevel, and nothing else.
// Here: the same.
TEST_CASE("7.1 window.runtime has its 68 functions and LogLevel", "[system][window][contract]") {
    contract_app app;
    CHECK(app.js(R"js(
        const names = `LogPrint LogTrace LogDebug LogInfo LogWarning LogError LogFatal SetLogLevel
          EventsOn EventsOnce EventsOnMultiple EventsEmit EventsOff EventsOffAll WindowReload
          WindowReloadApp WindowSetSystemDefaultTheme WindowSetLightTheme WindowSetDarkTheme
          WindowCenter WindowSetTitle WindowFullscreen WindowUnfullscreen WindowSetSize
          WindowSetMinSize WindowSetMaxSize WindowSetPosition WindowSetAlwaysOnTop WindowHide
          WindowShow WindowMaximise WindowUnmaximise WindowToggleMaximise WindowMinimise
          WindowUnminimise WindowSetBackgroundColour WindowGetSize WindowGetPosition
          WindowIsFullscreen WindowIsMaximised WindowIsMinimised WindowIsNormal ScreenGetAll
          BrowserOpenURL ClipboardGetText ClipboardSetText Environment Quit Show Hide
          CanResolveFilePaths ResolveFilePaths OnFileDrop OnFileDropOff InitializeNotifications
          CleanupNotifications IsNotificationAvailable RequestNotificationAuthorization
          CheckNotificationAuthorization SendNotification SendNotificationWithActions
          RegisterNotificationCategory RemoveNotificationCategory RemoveAllPendingNotifications
          RemovePendingNotification RemoveAllDeliveredNotifications RemoveDeliveredNotification
          RemoveNotification`.split(/\s+/);
        return [names.length, names.filter((name) => typeof runtime[name] !== 'function'),
          Object.keys(runtime).filter((name) => !names.includes(name)), runtime.LogLevel];)js") ==
          R"([68,[],["LogLevel"],{"TRACE":1,"DEBUG":2,"INFO":3,"WARNING":4,"ERROR":5}])");
}

// Wails: each window and app function sends one fixed message and returns undefined.
// Here: the same.
TEST_CASE("7.1 functions without an argument send their message", "[system][window][contract]") {
    contract_app app;
    CHECK(app.js(R"js(
        const messages = { WindowReloadApp: 'WR', WindowSetSystemDefaultTheme: 'WASDT',
          WindowSetLightTheme: 'WALT', WindowSetDarkTheme: 'WADT', WindowCenter: 'Wc',
          WindowFullscreen: 'WF', WindowUnfullscreen: 'Wf', WindowHide: 'WH', WindowShow: 'WS',
          WindowMaximise: 'WM', WindowUnmaximise: 'WU', WindowToggleMaximise: 'Wt',
          WindowMinimise: 'Wm', WindowUnminimise: 'Wu', Quit: 'Q', Show: 'S', Hide: 'H' };
        return Object.entries(messages).filter(([name, message]) => {
          let returned = 0;
          const sent = sentBy(() => { returned = runtime[name](); });
          return sent.length !== 1 || sent[0] !== message || returned !== undefined;
        });)js") == "[]");
}

// Wails: a prefix and the raw argument, or two numbers behind colons.
// Here: the same.
TEST_CASE("7.1 functions with arguments send them in the message", "[system][window][contract]") {
    contract_app app;
    CHECK(app.js(R"js(
        const expected = [['LogPrint', ['x'], 'LPx'], ['LogTrace', ['x'], 'LTx'],
          ['LogDebug', ['x'], 'LDx'], ['LogInfo', ['x'], 'LIx'], ['LogWarning', ['x'], 'LWx'],
          ['LogError', ['x'], 'LEx'], ['LogFatal', ['x'], 'LFx'], ['SetLogLevel', [3], 'LS3'],
          ['WindowSetTitle', ['a: b'], 'WTa: b'], ['WindowSetSize', [1, 2], 'Ws:1:2'],
          ['WindowSetMinSize', [3, 4], 'Wz:3:4'], ['WindowSetMaxSize', [5, 6], 'WZ:5:6'],
          ['WindowSetPosition', [-7, 8], 'Wp:-7:8'], ['WindowSetAlwaysOnTop', [true], 'WATP:1'],
          ['WindowSetAlwaysOnTop', [0], 'WATP:0'], ['WindowSetAlwaysOnTop', ['yes'], 'WATP:1'],
          ['BrowserOpenURL', ['https://a.b/?c=d'], 'BO:https://a.b/?c=d'],
          ['WindowSetBackgroundColour', [1, 2, 3, 4], 'Wr:{"r":1,"g":2,"b":3,"a":4}'],
          ['WindowSetBackgroundColour', [0], 'Wr:{"r":0,"g":0,"b":0,"a":255}'],
          ['WindowSetBackgroundColour', [1, 2, 3, 0], 'Wr:{"r":1,"g":2,"b":3,"a":255}']];
        return expected.filter(([name, args, message]) => {
          let returned = 0;
          const sent = sentBy(() => { returned = runtime[name](...args); });
          return sent.length !== 1 || sent[0] !== message || returned !== undefined;
        });)js") == "[]");
}

// Wails: 24 functions ask by a system call and return a promise.
// Here: the same calls, names and arguments.
TEST_CASE("7.1 functions that ask return promises", "[system][window][contract]") {
    contract_app app;
    CHECK(app.js(R"js(
        const asked = [['WindowGetSize'], ['WindowGetPosition', 'WindowGetPos'],
          ['WindowIsFullscreen'], ['WindowIsMaximised'], ['WindowIsMinimised'], ['WindowIsNormal'],
          ['ScreenGetAll'], ['ClipboardGetText'], ['Environment'], ['InitializeNotifications'],
          ['CleanupNotifications'], ['IsNotificationAvailable'],
          ['RequestNotificationAuthorization'], ['CheckNotificationAuthorization'],
          ['RemoveAllPendingNotifications'], ['RemoveAllDeliveredNotifications'],
          ['ClipboardSetText', 0, 'x'], ['SendNotification', 0, { id: 'a' }],
          ['SendNotificationWithActions', 0, { id: 'a' }],
          ['RegisterNotificationCategory', 0, { id: 'c' }], ['RemoveNotificationCategory', 0, 'c'],
          ['RemovePendingNotification', 0, 'a'], ['RemoveDeliveredNotification', 0, 'a'],
          ['RemoveNotification', 0, 'a']];
        const wrong = asked.filter(([name, target, argument]) => {
          let promise;
          const sent = sentBy(() => { promise = runtime[name](argument); });
          const call = JSON.parse(sent[0].slice(1));
          return sent.length !== 1 || sent[0][0] !== 'C' || !(promise instanceof Promise) ||
            call.name !== `:wails:${target || name}` ||
            JSON.stringify(call.args) !== (argument ? JSON.stringify([argument]) : undefined);
        });
        return [asked.length, wrong];)js") == "[24,[]]");
}

// Wails: WindowReload reloads the page in the page itself and sends nothing.
// Here: the same.
TEST_CASE("7.1 WindowReload loads the page again", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    app.page().run("window.isOld = true; runtime.WindowReload();");
    app.page().wait_for("window.isOld === undefined && document.readyState === 'complete'");
    CHECK(app.js("return App.Greet('again');") == R"("Hello again")");
}

// Wails: CanResolveFilePaths is true on WebView2 alone, ResolveFilePaths does nothing elsewhere.
// Here: the same: files dropped on a WebKitGTK window need neither.
TEST_CASE("7.1 files are not resolved by the page", "[system][window][contract]") {
    contract_app app;
    CHECK(app.js("return [runtime.CanResolveFilePaths(), sentBy(() =>"
                 "  runtime.ResolveFilePaths(1, 2, [])),"
                 "  sentBy(() => runtime.ResolveFilePaths([]))];") == "[false,[],[]]");
}

// Wails: OnFileDrop takes a function; a second call is ignored, something else is an error line.
// Here: the same.
TEST_CASE("7.1 OnFileDrop listens once, OnFileDropOff ends it", "[system][window][contract]") {
    contract_app app;
    CHECK(app.js(R"js(
        const heard = []; const said = [];
        const stock = console.error; console.error = (line) => said.push(line);
        runtime.OnFileDrop('no function');
        console.error = stock;
        runtime.OnFileDrop((x, y, paths) => heard.push([x, y, paths]), false);
        runtime.OnFileDrop(() => heard.push('second'), false);
        const drop = () => wails.EventsNotify(
          '{"name":"wails:file-drop","data":[3,4,["/a","/b c"]]}');
        drop(); runtime.OnFileDropOff(); drop();
        return [heard, said.length, Object.keys(wails.eventListeners)];)js") ==
          R"([[[3,4,["/a","/b c"]]],1,[]])");
}

// Wails: with useDropTarget only a drop over an element with the drop property counts.
// Here: the same.
TEST_CASE("7.1 a drop target is an element with the drop property", "[system][window][contract]") {
    contract_app app{contract_page{
        .body = "<div id=target style='--wails-drop-target: drop; position: fixed; left: 100px;"
                " top: 100px; width: 100px; height: 100px'>here</div>"}};
    CHECK(app.js("const heard = []; runtime.OnFileDrop((x, y) => heard.push([x, y]));"
                 "for (const [x, y] of [[150, 150], [20, 20], [199, 101]])"
                 "  wails.EventsNotify(JSON.stringify({ name: 'wails:file-drop',"
                 "    data: [x, y, ['/a']] }));"
                 "return heard;") == "[[150,150],[199,101]]");
}

// Wails: window.wails has Callback, EventsNotify, eventListeners, callbacks and flags.
// Here: the same, and statistics that cannot be enumerated.
TEST_CASE("7.1 window.wails has what host scripts look for", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("runtime.EventsOn('a', () => {});"
                 "return [Object.keys(wails).sort(), Object.keys(wails.eventListeners),"
                 "  wails.eventListeners.a.length];") ==
          R"([["Callback","EventsNotify","callbacks","eventListeners","flags",)"
          R"("setCSSDragProperties","setCSSDropProperties"],["a"],1])");
}
