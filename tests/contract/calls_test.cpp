// SPDX-License-Identifier: MIT
//
// calls — sections 3.2, 3.4 and 3.5: how a call ends, and when.
#include "tests/contract/contract_app.hpp"
#include "tests/support/catch.hpp"

using namespace fairlead::tests;

// Wails: a rejection is an Error whose message is the error's text (since 2.13).
// Here: the same, with "code" and, where there is any, "data".
TEST_CASE("3.2 an error is an Error with text, code and data", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("return rejection(App.Fail('on purpose'));") ==
          R"({"isError":true,"name":"Error","message":"on purpose","code":"app-error",)"
          R"("data":{"type":"std::runtime_error"}})");
}

// Wails: an error with an empty text looks like success.
// Here: it rejects; its message is the code.
TEST_CASE("3.2 an error without words is an error", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("const { isError, code } = await rejection(App.Fail(''));"
                 "return [isError, code];") == R"([true,"app-error"])");
}

// Wails: window.wails.Callback takes a JSON text with result, error and callbackid.
// Here: the same; an error of any truthy kind rejects, an object is kept in "data".
TEST_CASE("3.2 Callback settles what it names", "[system][window][contract]") {
    contract_app app;
    CHECK(app.js(R"js(
        const settle = (result, error) => new Promise((resolve) => {
          wails.callbacks.mine = { resolve: (value) => resolve(['resolved', value]),
            reject: (e) => resolve(['rejected', e instanceof Error, e.message, e.data ?? null]) };
          wails.Callback(JSON.stringify({ result, error, callbackid: 'mine' }));
        });
        return [await settle({ a: 1 }, null), await settle(null, 'text'), await settle(1, ''),
          await settle(null, { message: 'of an object', extra: 1 }),
          await settle(null, { odd: 1 }), Object.keys(wails.callbacks)];)js") ==
          R"([["resolved",{"a":1}],["rejected",true,"text",null],["resolved",1],)"
          R"(["rejected",true,"of an object",{"message":"of an object","extra":1}],)"
          R"(["rejected",true,"{\"odd\":1}",{"odd":1}],[]])");
}

// Wails: an id that nobody waits for throws "Callback '…' not registered!!!" as a global error.
// Here: dropped in silence and counted: nobody's fault.
TEST_CASE("3.2 an answer that nobody waits for is harmless", "[system][window][contract]") {
    contract_app app;
    CHECK(app.js("const before = wails.stats.lateReplies;"
                 "wails.Callback('{\"result\":1,\"error\":null,\"callbackid\":\"gone\"}');"
                 "return [wails.stats.lateReplies - before, errors];") == "[1,[]]");
}

// Wails: a text that is no JSON is logged with LogDebug and thrown; its promise hangs.
// Here: thrown as well, and the call is rejected if the text still names it.
TEST_CASE("3.2 a callback text that is no JSON", "[system][window][contract]") {
    contract_app app;
    CHECK(app.js(R"js(
        let end = 'open'; let thrown = '';
        wails.callbacks.mine = { resolve() {}, reject: (error) => { end = error.code; } };
        try { wails.Callback('{"result":nonsense,"error":null,"callbackid":"mine"}'); }
        catch (error) { thrown = error.message; }
        return [end, thrown.startsWith('Invalid JSON passed to callback: ')];)js") ==
          R"(["protocol-error",true])");
}

// Wails: a call settles once.
// Here: the same, whatever comes afterwards.
TEST_CASE("3.2 a call settles once", "[system][window][contract]") {
    contract_app app;
    CHECK(app.js(R"js(
        const ends = [];
        wails.callbacks.mine =
          { resolve: (value) => ends.push(value), reject: (error) => ends.push(error) };
        const text = (result, error) => JSON.stringify({ result, error, callbackid: 'mine' });
        wails.Callback(text(1, null)); wails.Callback(text(2, null)); wails.Callback(text(0, 'x'));
        return ends;)js") == "[1]");
}

// Wails: setTimeout and getTimeout on each bound function; 0, the first value, is no time-out.
// Here: the same.
TEST_CASE("3.4 every bound function has a time-out of its own", "[system][window][contract]") {
    contract_app app;
    CHECK(app.js("const first = App.Slow.getTimeout(); App.Slow.setTimeout(50);"
                 "return [first, App.Slow.getTimeout(), App.Greet.getTimeout()];") == "[0,50,0]");
}

// Wails: "Call to <name> timed out. Request ID: <callback id>".
// Here: the same text, with code timeout.
TEST_CASE("3.4 a call that takes too long rejects with the stock text",
          "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("App.Slow.setTimeout(20); const { isError, message, code } ="
                 "  await rejection(App.Slow(60000));"
                 "return [isError, code,"
                 "  /^Call to main\\.App\\.Slow timed out\\. Request ID: main\\.App\\.Slow-.+$/"
                 "    .test(message)];") == R"([true,"timeout",true])");
    CHECK(app.js("const { message, code } = await rejection(ObfuscatedCall(1, [{}], 0));"
                 "return code;") == R"("bad-arguments")");
}

// Wails: the entry stays, so a late answer is swallowed; the back end is not told.
// Here: a late answer is dropped and counted.
TEST_CASE("3.4 an answer after the time-out is harmless", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js(R"js(
        App.Slow.setTimeout(10);
        const ends = [];
        await App.Slow(200).then(() => ends.push('resolved'), () => ends.push('rejected'));
        App.Slow.setTimeout(0);
        await App.Slow(400);
        return [ends, errors, Object.keys(wails.callbacks).length];)js") ==
          R"([["rejected"],[],0])");
}

// Wails: an obfuscated call has the same promises; its time-out says "Call to method <id>".
// Here: the same.
TEST_CASE("3.4 ObfuscatedCall calls by number and can time out", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    // 0 and 1 are the fleet's; behind them come main.App's, by the alphabet: Slow is 19th of 20.
    CHECK(app.js(R"js(
        const names = [...Object.keys(go.fleet.Ship).sort().map((name) => 'fleet.Ship.' + name),
          ...Object.keys(go.main.App).sort((a, b) => a < b ? -1 : 1)];
        const slow = names.indexOf('Slow');
        const { message, code } = await rejection(ObfuscatedCall(slow, [60000], 20));
        return [await ObfuscatedCall(0), await ObfuscatedCall(1, ['Leith']), code,
          message.startsWith(`Call to method ${slow} timed out. Request ID: ${slow}-`)];)js") ==
          R"(["at anchor","sails to Leith","timeout",true])");
}

// Wails: each call runs in a goroutine of its own; a slow one holds up nobody.
// Here: the same, on a pool of threads in the back end.
TEST_CASE("3.5 a slow call does not hold up the others", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("let open = true; const slow = App.Slow(1500).then(() => { open = false; });"
                 "for (let i = 0; i < 20; i += 1) await App.Add(i, i);"
                 "const was = open; await slow; return was;") == "true");
}

// Wails: results and events may overtake one another.
// Here: they reach the page in the order in which the back end gave them.
TEST_CASE("3.5 events before and behind a result keep their places", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js(R"js(
        const order = [];
        runtime.EventsOn('n', (i) => order.push(i));
        for (let round = 0; round < 50; round += 1)
          await App.Emit('n', [round]).then(() => order.push('answer'));
        return order.length === 100 && order.every((one, i) =>
          i % 2 === 0 ? one === i / 2 : one === 'answer');)js") == "true");
}

// Wails: strings cross a C boundary and end at U+0000 in messages that are no JSON.
// Here: JSON or not, calls and events carry every character.
TEST_CASE("3.5 every character survives a call and an event", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js(R"js(
        const texts = ['a\0b', '\u2028\u2029', '"\\/\b\f\n\r\t', '</script>&=', 'ÿĀ￿', '🚢𝄞',
          '\u{E0067}\u{E007F}', '\x7f\x80', "'"];
        const heard = [];
        runtime.EventsOn('t', (text) => heard.push(text));
        const back = [];
        for (const text of texts) {
          back.push(await App.Echo(text));
          await App.Emit('t', [text]);
        }
        await until(() => heard.length === texts.length);
        return texts.every((text, i) => text === back[i] && text === heard[i]);)js") == "true");
}

// Wails: the numbered trace of a session: load, call, error, event, system call.
// Here: the same texts in the same places.
TEST_CASE("3.6 the worked trace", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js(R"js(
        const seen = [await go.main.App.Greet('Bob')];
        const { message } = await rejection(go.main.App.Greet(1));
        seen.push(message.startsWith('error parsing arguments: '));
        await App.Listen('saved');
        runtime.EventsEmit('saved', 1, { ok: true });
        await until(async () => (await App.Heard('saved')).length === 1);
        seen.push(await App.Heard('saved'));
        runtime.EventsOn('progress', (percent) => seen.push(percent));
        await App.Emit('progress', [50]);
        await until(() => seen.length === 4);
        const { platform, arch } = await runtime.Environment();
        return [...seen, platform, /^(amd64|arm64|386|arm|riscv64)$/.test(arch)];)js") ==
          R"(["Hello Bob",true,[[1,{"ok":true}]],50,"linux",true])");
}
