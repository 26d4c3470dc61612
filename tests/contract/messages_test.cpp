// SPDX-License-Identifier: MIT
//
// messages — section 2: strings given to WailsInvoke itself, as the stock scripts write them.
#include "tests/contract/contract_app.hpp"
#include "tests/support/catch.hpp"

using namespace fairlead::tests;

namespace {

/// Asks by a message of its own, and takes the answer where the stock runtime would.
constexpr std::string_view ask = R"js(
    const ask = (message, id) => new Promise((resolve) => {
      wails.callbacks[id] = { resolve: (value) => resolve(['resolved', value]),
        reject: (error) => resolve(['rejected', error.message, error.code]) };
      WailsInvoke(message);
    });
)js";

std::string asked(contract_app& app, std::string_view body) {
    return app.js(std::string{ask} + std::string{body});
}

}  // namespace

// Wails: C and a JSON object with name, args and callbackID is a call.
// Here: the same, keys in any order, blanks anywhere.
TEST_CASE("2.2 a call as the message C", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(asked(app, R"js(return [
        await ask('C{"name":"main.App.Greet","args":["Ada"],"callbackID":"main.App.Greet-1"}',
                  'main.App.Greet-1'),
        await ask('C{ "callbackID" : "x y", "args" : [ 1 , 2 ], "name" : "main.App.Add" }', 'x y'),
        await ask('C{"name":"main.App.Nothing","callbackID":"none"}', 'none')];)js") ==
          R"([["resolved","Hello Ada"],["resolved",3],["resolved",null]])");
}

// Wails: callbackID is an opaque string that comes back.
// Here: the same, whatever is in it.
TEST_CASE("2.2 any callback id comes back as it went", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(asked(app, R"js(
        const ids = ['"', '\\', 'a\nb', 'grüße 🚢', '{"name":"x"}', ',"callbackID":"y"', ' '];
        const all = ids.map((id) => ask('C' + JSON.stringify(
          { name: 'main.App.Echo', args: [id], callbackID: id }), id));
        return (await Promise.all(all)).every(([how, value], i) => how === 'resolved' &&
          value === ids[i]);)js") == "true");
}

// Wails: c and a JSON object with id calls the method of that number.
// Here: the same: numbers by the order of binding, within a type by the alphabet.
TEST_CASE("2.2 a call by number as the message c", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(asked(app, R"js(return [
        await ask('c{"id":0,"args":[],"callbackID":"0-1"}', '0-1'),
        await ask('c{"id":1,"args":["Leith"],"callbackID":"1-1"}', '1-1'),
        (await ask('c{"id":999,"args":[],"callbackID":"999-1"}', '999-1')).slice(2),
        (await ask('c{"id":-1,"args":[],"callbackID":"-1-1"}', '-1-1')).slice(2)];)js") ==
          R"([["resolved","at anchor"],["resolved","sails to Leith"],["no-such-method"],)"
          R"(["protocol-error"]])");
}

// Wails: the JSON of undefined, functions, NaN and infinity in arguments is null.
// Here: the same.
TEST_CASE("2.2 what JSON cannot say is null in arguments", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("return Promise.all([undefined, () => 1, NaN, Infinity, Symbol('s')]"
                 "  .map((value) => App.Echo(value)));") == "[null,null,null,null,null]");
    CHECK(app.js("return App.Echo([1, undefined, { a: undefined, b: NaN }]);") ==
          R"([1,null,{"b":null}])");
}

// Wails: a BigInt or a cycle throws inside the runtime; the promise never settles and leaks.
// Here: the promise rejects with code bad-arguments.
TEST_CASE("2.2 arguments that cannot be written reject", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js(R"js(
        const loop = []; loop.push(loop);
        const seen = [];
        for (const bad of [10n, loop, { toJSON() { throw new Error('mine'); } }]) {
          const { isError, message, code } = await rejection(App.Echo(bad));
          seen.push([isError, code, message.startsWith('the arguments of main.App.Echo cannot')]);
        }
        return [seen, Object.keys(wails.callbacks).length];)js") ==
          R"([[[true,"bad-arguments",true],[true,"bad-arguments",true],)"
          R"([true,"bad-arguments",true]],0])");
}

// Wails: an unknown system call rejects with "unknown systemcall message: :wails:<name>".
// Here: the same text, with code no-such-method.
TEST_CASE("2.3 an unknown system call rejects", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(asked(app, R"js(return await
        ask('C{"name":":wails:Nonsense","callbackID":":wails:Nonsense-1"}',
            ':wails:Nonsense-1');)js") ==
          R"(["rejected","unknown systemcall message: :wails:Nonsense","no-such-method"])");
}

// Wails: system calls without arguments have no "args" at all.
// Here: the same; they are answered in order with the window's messages.
TEST_CASE("2.3 system calls leave without args, in order with window messages",
          "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("const [size, copy] = [() => runtime.WindowGetSize(),"
                 "  () => runtime.ClipboardSetText('x')].map((ask) => JSON.parse(sentBy(ask)[0]"
                 "    .slice(1)));"
                 "return [Object.keys(size), size.name, copy.args];") ==
          R"([["name","callbackID"],":wails:WindowGetSize",["x"]])");
    CHECK(app.js("const seen = [];"
                 "for (const [w, h] of [[500, 400], [600, 450], [550, 420]]) {"
                 "  runtime.WindowSetSize(w, h);"
                 "  await until(async () => (await runtime.WindowGetSize()).w === w);"
                 "  seen.push(w);"
                 "} return seen;") == "[500,600,550]");
}

// Wails: EE and a JSON object with name and data emits an event.
// Here: the same.
TEST_CASE("2.4 an event as the message EE", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js(R"js(
        await App.Listen('saved');
        WailsInvoke('EE{"name":"saved","data":[1,{"ok":true}]}');
        WailsInvoke('EE{"data":[],"name":"saved"}');
        WailsInvoke('EE{"name":"saved"}');
        WailsInvoke('EE{"name":"saved","data":null}');
        await until(async () => (await App.Heard('saved')).length === 4);
        return App.Heard('saved');)js") == R"([[1,{"ok":true}],[],[],[]])");
}

// Wails: EX and a name removes all Go listeners of that event, too.
// Here: it ends the page's own interest only.
TEST_CASE("2.4 EX as a message leaves the back end's listeners alone",
          "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js(R"js(
        await App.Listen('saved');
        WailsInvoke('EXsaved');
        runtime.EventsEmit('saved', 1);
        await until(async () => (await App.Heard('saved')).length === 1);
        return App.Heard('saved');)js") == "[[1]]");
}

// Wails: any message that fails makes the page throw "Invalid JSON passed to callback".
// Here: a line in the log that says what is wrong with it; the page is left in peace.
TEST_CASE("2.8 messages that are wrong are logged and harm nobody", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js(R"js(
        for (const bad of ['', 'Z?', 'E', 'EE', 'EEx', 'EE{"name":', 'EX', 'L', 'Lx', 'LS9', 'W',
                           'Wq', 'Ws:1', 'Ws:1.5:2', 'Wr:{', 'B', 'BO:', 'D', 'C', 'Cx', 'c',
                           'resize:nowhere', 'Quit please', 'EE{"name":5,"data":[]}'])
          WailsInvoke(bad);
        return [await App.Greet('still here'), errors, (await runtime.WindowGetSize()).w];)js") ==
          R"(["Hello still here",[],800])");
    for (auto const* part :
         {"unknown message from the page", "\"LS9\"", "\"Ws:1.5:2\"", "\"resize:nowhere\"",
          "\"Quit please\"", "a call needs a JSON object", "an edge is one of", "\"W\""})
        app.wait_for_log(part);
}

// Wails: an unknown method makes the promise hang for ever.
// Here: it rejects with code no-such-method, and with a name that is meant perhaps.
TEST_CASE("2.8 an unknown method rejects", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(asked(app, R"js(return await
        ask('C{"name":"main.App.Greets","args":[],"callbackID":"n"}', 'n');)js") ==
          R"(["rejected","nobody offers 'main.App.Greets'; did you mean 'main.App.Greet'?",)"
          R"("no-such-method"])");
}

// Wails: a call whose JSON is broken hangs, or throws in the page.
// Here: it rejects if its callback id can still be read.
TEST_CASE("2.8 a broken call rejects if somebody can be told", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(asked(app, R"js(return [
        (await ask('C{"name":"main.App.Add","args":[1,,2],"callbackID":"a"}', 'a')).slice(2),
        (await ask('C{"name":"main.App.Add","args":{},"callbackID":"b"}', 'b')).slice(1),
        (await ask('C{"args":[],"callbackID":"c"}', 'c')).slice(1)];)js") ==
          R"js([["bad-arguments"],["\"args\" is not an array","protocol-error"],)js"
          R"js(["the call has no \"name\"","protocol-error"]])js");
}

// Wails: a panic in a method hangs the promise; before 2.10 it ended the process.
// Here: it rejects with code app-error.
TEST_CASE("2.8 a method that throws what it likes rejects", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("const { code, message } = await rejection(App.FailOddly());"
                 "return [code, message, await App.Greet('on')];") ==
          R"(["app-error","the handler threw something that is not a std::exception","Hello on"])");
}

// Wails: a result that JSON cannot say (NaN) ends the process with code 1.
// Here: that call rejects, and everything else goes on.
TEST_CASE("2.8 a result that cannot be written is an error", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("const { isError, code, message } = await rejection(App.NotANumber());"
                 "return [isError, code, message, await App.Greet('on')];") ==
          R"([true,"app-error","JSON has no NaN and no infinity; the result contains one",)"
          R"("Hello on"])");
}
