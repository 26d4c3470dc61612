// SPDX-License-Identifier: MIT
//
// scripts — section 1 and the layers of section 0.3: what the two scripts define, and when.
#include "tests/contract/contract_app.hpp"
#include "tests/support/catch.hpp"

using namespace fairlead::tests;

// Wails: window.go, window.runtime, window.wails, WailsInvoke and ObfuscatedCall are globals.
// Here: the same.
TEST_CASE("0.3 the globals that front ends use are there", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("return [typeof go, typeof runtime, typeof wails, typeof WailsInvoke,"
                 "  typeof ObfuscatedCall, typeof go.main.App.Greet];") ==
          R"(["object","object","object","function","function","function"])");
}

// Wails: both scripts are classic and blocking, so all is there before the first module runs.
// Here: the same, for classic scripts of the page as well.
TEST_CASE("1.1 both scripts have run before the page's own first script",
          "[system][window][contract]") {
    contract_app app{{.path = GENERATE(from_range(page_paths())),
                      .head = "<script>window.classic = [typeof go.main.App.Greet,"
                              " typeof runtime.EventsOn, typeof WailsInvoke];</script>",
                      .script = "window.module = [typeof go.main.App.Greet,"
                                " typeof runtime.EventsOn, typeof WailsInvoke];"}};
    CHECK(app.js("return [classic, module];") ==
          R"([["function","function","function"],["function","function","function"]])");
}

// Wails: /wails/runtime.js begins with a line that sets window.wailsbindings to a JSON text.
// Here: the same; the broker is asked anew at each load.
TEST_CASE("1.1 runtime.js begins with the bindings as an escaped text",
          "[system][window][contract]") {
    contract_app app;
    CHECK(app.js("const first = (await (await fetch('/wails/runtime.js')).text()).split('\\n')[0];"
                 "const scope = {}; new Function('window', first)(scope);"
                 "return [first.startsWith(\"window.wailsbindings='\"), first.endsWith(\"';\"),"
                 "  /[<>&=]/.test(first.slice(22)),"
                 "  Object.keys(JSON.parse(scope.wailsbindings).main.App).includes('Greet')];") ==
          "[true,true,false,true]");
}

// Wails: ipc.js defines WailsInvoke alone; without a transport it stays undefined.
// Here: without one it is defined and throws a sentence that says why.
TEST_CASE("1.2 ipc.js defines WailsInvoke and nothing else", "[system][window][contract]") {
    contract_app app;
    CHECK(
        app.js(
            "const text = await (await fetch('/wails/ipc.js')).text();"
            "const scope = {}; const run = new Function('window', 'console', text);"
            "const said = []; run(scope, { error: (line) => said.push(line) });"
            "let problem = ''; try { scope.WailsInvoke('Q'); } catch (e) { problem = e.message; }"
            "const sent = []; const host = { _fairleadHost: { post: (m) => sent.push(m) } };"
            "run(host, console); host.WailsInvoke('x');"
            "return [Object.keys(scope), said, problem.startsWith('Unsupported Platform'),"
            "  Object.keys(host).sort(), sent];") ==
        R"([["WailsInvoke"],["Unsupported Platform"],true,["WailsInvoke","_fairleadHost"],["x"]])");
}

// Wails: of WebView2's and WebKit's transports WebKit's wins.
// Here: our host's own comes first, then WebView2's, then WebKit's: only one is ever there.
TEST_CASE("1.2 ipc.js speaks to WebView2 and to WebKit's handler as well",
          "[system][window][contract]") {
    contract_app app;
    CHECK(app.js("const text = await (await fetch('/wails/ipc.js')).text();"
                 "const run = new Function('window', 'console', text); const sent = [];"
                 "const post = (letter) => ({ postMessage: (m) => sent.push(letter + m) });"
                 "const edge = { chrome: { webview: post('e') } };"
                 "const kit = { webkit: { messageHandlers: { external: post('k') } } };"
                 "for (const scope of [edge, kit]) { run(scope, console); scope.WailsInvoke('Q'); }"
                 "return sent;") == R"(["eQ","kQ"])");
}

// Wails: the bindings' text and SetBindings are removed once they have been used.
// Here: the same.
TEST_CASE("1.3 bindings are consumed", "[system][window][contract]") {
    contract_app app;
    CHECK(app.js("return [typeof wailsbindings, typeof wails.SetBindings];") ==
          R"(["undefined","undefined"])");
}

// Wails: window.wails.flags has twelve flags with fixed first values.
// Here: the same.
TEST_CASE("1.3 the flags have their first values", "[system][window][contract]") {
    contract_app app;
    CHECK(app.js("const all = { disableScrollbarDrag: false, disableDefaultContextMenu: false,"
                 "  enableResize: false, defaultCursor: null, borderThickness: 6,"
                 "  shouldDrag: false, deferDragToMouseMove: true,"
                 "  cssDragProperty: '--wails-draggable', cssDragValue: 'drag',"
                 "  cssDropProperty: '--wails-drop-target', cssDropValue: 'drop',"
                 "  enableWailsDragAndDrop: false };"
                 "return Object.keys(all).filter((key) => wails.flags[key] !== all[key]);") ==
          "[]");
}

// Wails: setCSSDragProperties and setCSSDropProperties assign the four CSS flags.
// Here: the same.
TEST_CASE("1.3 the CSS properties of drag and drop can be set", "[system][window][contract]") {
    contract_app app;
    CHECK(app.js("wails.setCSSDragProperties('--a', 'b'); wails.setCSSDropProperties('--c', 'd');"
                 "const { cssDragProperty, cssDragValue, cssDropProperty, cssDropValue } ="
                 "  wails.flags;"
                 "return [cssDragProperty, cssDragValue, cssDropProperty, cssDropValue];") ==
          R"(["--a","b","--c","d"])");
}

// Wails: the last statement of runtime.js sends runtime:ready, at every load of a page.
// Here: the same; once for a document even if the script is in it twice.
TEST_CASE("1.3 runtime:ready is the last thing that runtime.js sends",
          "[system][window][contract]") {
    contract_app app;
    CHECK(app.js(R"js(
        const frame = document.createElement('iframe');
        document.body.append(frame);
        const scope = frame.contentWindow;
        const sent = [];
        scope.WailsInvoke = (message) => sent.push([message, typeof scope.wails.Callback,
          typeof scope.go.main.App.Greet]);
        const text = await (await fetch('/wails/runtime.js')).text();
        scope.eval(text);
        scope.eval(text);
        return sent;)js") == R"([["runtime:ready","function","function"]])");
}

// Wails: a page that has the scripts twice doubles its listeners and sends runtime:ready twice.
// Here: scripts are idempotent: calls, listeners and mouse handlers exist once.
TEST_CASE("1.5 the scripts may run twice in one page", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js(R"js(
        const parts = [go.main.App.Greet, runtime.EventsOn, wails, WailsInvoke];
        go.main.App.Slow.setTimeout(4711);
        const open = App.Slow(100);
        const heard = [];
        runtime.EventsOn('twice', (n) => heard.push(n));
        for (const name of ['ipc', 'runtime']) {
          const script = document.createElement('script');
          script.src = `/wails/${name}.js`;
          const loaded = new Promise((resolve) => { script.onload = resolve; });
          document.head.append(script);
          await loaded;
        }
        const now = [go.main.App.Greet, runtime.EventsOn, wails, WailsInvoke];
        await App.Emit('twice', [1]);
        await open;
        wails.flags.resizeEdge = 'n-resize';
        const sent = sentBy(() => document.body.dispatchEvent(
          new MouseEvent('mousedown', { bubbles: true, cancelable: true, buttons: 1 })));
        return [parts.every((part, i) => part === now[i]), go.main.App.Slow.getTimeout(), heard,
          sent];)js") == R"([true,4711,[1],["resize:n-resize"]])");
}

// Wails: on runtime:ready the host sets CSS properties and flags by scripts, after each navigation.
// Here: the same.
TEST_CASE("1.6 the handshake is made again after a reload", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    app.reload();
    CHECK(app.js("return [wails.flags.deferDragToMouseMove, await App.Greet('again')];") ==
          R"([true,"Hello again"])");
}

// Wails: the page may call bound methods at once, and waits for nothing.
// Here: the same; calls made before the back end has started wait for it.
TEST_CASE("1.6 a page may call while it is being loaded", "[system][window][contract]") {
    contract_app app{{.path = GENERATE(from_range(page_paths())),
                      .head = "<script>window.first = go.main.App.Greet('early');</script>"}};
    CHECK(app.js("return await first;") == R"("Hello early")");
}

// Wails: what the native side sends before runtime:ready is lost with an error in the page.
// Here: kept for the page's first listener (1024 events, 1 MiB) until it has been loaded for 5 s.
TEST_CASE("1.6 events that come before the page is ready are kept", "[system][window][contract]") {
    contract_app app{{.path = GENERATE(from_range(page_paths())), .script = R"js(
        window.heard = [];
        await go.main.App.Emit('early', [1, 'a']);
        await go.main.App.Emit('early', [2]);
        await go.main.App.Emit('other', [3]);
        await go.main.App.Nothing();
        runtime.EventsOn('early', (...data) => heard.push(data));
        await go.main.App.Emit('early', [4]);
        await go.main.App.Nothing();
        window.done = true;)js"}};
    app.page().wait_for("window.done && heard.length >= 3");
    CHECK(app.js("return heard;") == R"([[1,"a"],[2],[4]])");
    // Given once: who stops to listen and begins again hears what comes from then on.
    CHECK(app.js("runtime.EventsOff('early'); await App.Emit('early', [5]); await settled();"
                 "const again = []; runtime.EventsOn('early', (n) => again.push(n));"
                 "await App.Emit('early', [6]); await settled(); return again;") == "[6]");
}
