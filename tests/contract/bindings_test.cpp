// SPDX-License-Identifier: MIT
//
// bindings — section 4: window.go.
#include "tests/contract/contract_app.hpp"
#include "tests/support/catch.hpp"

using namespace fairlead::tests;

// Wails: window.go.<package>.<Struct>.<Method> is a function that returns a promise.
// Here: the same.
TEST_CASE("4 window.go has a function for each method", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("const { Greet } = go.main.App; const call = Greet('Ada');"
                 "return [Object.keys(go.fleet.Ship).sort(), typeof Greet.setTimeout,"
                 "  typeof Greet.getTimeout, call instanceof Promise, await call];") ==
          R"([["Anchor","Sail"],"function","function",true,"Hello Ada"])");
}

// Wails: extra and missing arguments are not checked in JavaScript but by the back end.
// Here: the same.
TEST_CASE("4 arguments are passed on as they are", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("return [await App.Add(1, 2), (await rejection(App.Add(1))).code,"
                 "  (await rejection(App.Add(1, 2, 3))).code];") ==
          R"([3,"bad-arguments","bad-arguments"])");
}

// Wails: names are looked up as plain keys; `constructor` would land in Object.
// Here: own properties only: no name reaches a prototype.
TEST_CASE("4 a package, type or method may be called as something in a prototype",
          "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js(R"js(return [
        await go.constructor.App.Run(), await Object.entries(go)
          .find(([name]) => name === '__proto__')[1].App.Run(),
        await go.main.toString.Run(), await go.main.App.constructor(),
        typeof Object.App, typeof ({}).App, ({}).constructor === Object,
        typeof Object.prototype.toString.Run];)js") ==
          R"js(["constructor.App.Run","__proto__.App.Run","main.toString.Run",)js"
          R"js("main.App.constructor","undefined","undefined",true,"undefined"])js");
}

// Wails: a Go name may have letters of any script.
// Here: the same.
TEST_CASE("4 a method may have letters of any script", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("return [await App.Grüße(), await App['Grüße']()];") ==
          "[\"main.App.Grüße\",\"main.App.Grüße\"]");
}

// Wails: SetBindings takes a text; one that is no JSON is only reported on the console.
// Here: the same, and values of a wrong shape are passed over.
TEST_CASE("4 bindings that are no JSON harm nobody", "[system][window][contract]") {
    contract_app app;
    CHECK(app.js(R"js(
        const stock = console.error; const said = [];
        console.error = (...words) => said.push(words[0]);
        const frame = document.createElement('iframe');
        document.body.append(frame);
        const scope = frame.contentWindow;
        scope.console.error = console.error;
        scope.WailsInvoke = () => {};
        const text = await (await fetch('/wails/runtime.js')).text();
        const script = text.slice(text.indexOf('\n'));
        for (const bad of ['{nonsense', '5', 'null', '{"a":5,"b":{"c":null},"d":{"E":{"F":{}}}}']) {
          scope.wailsbindings = bad;
          scope.eval(script);
        }
        console.error = stock;
        return [said.length, typeof scope.go.d.E.F, typeof scope.runtime.EventsOn];)js") ==
          R"([1,"function","function"])");
}

// Wails: the generated wrapper looks window.go up at each call and forwards all its arguments.
// Here: works as it is.
TEST_CASE("6.2 a generated wrapper calls through", "[system][window][contract]") {
    contract_app app{{.path = GENERATE(from_range(page_paths())), .script = R"js(
        function Add(arg1, arg2) { return window['go']['main']['App']['Add'](arg1, arg2); }
        function Sail(arg1) { return ObfuscatedCall(1, [arg1]); }
        window.answers = await Promise.all([Add(1, 2), Add(1), Sail('Leith')]);)js"}};
    app.page().wait_for("window.answers");
    // A missing argument arrives as null and counts as the empty value of its type.
    CHECK(app.js("return answers;") == R"([3,1,"sails to Leith"])");
}
