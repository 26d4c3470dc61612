// SPDX-License-Identifier: MIT
//
// events — sections 3.3, 7.2 and 7.3: who hears what, in which order, how often.
#include "tests/contract/contract_app.hpp"
#include "tests/support/catch.hpp"

using namespace fairlead::tests;

// Wails: each emitted value is one argument of the listeners; without any there is none.
// Here: the same.
TEST_CASE("3.3 the data of an event are the arguments of its listeners",
          "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js(R"js(
        const heard = [];
        runtime.EventsOn('news', (...data) => heard.push(data));
        await App.Emit('news', []);
        await App.Emit('news', [1, 'two', { three: [3] }, null, [4]]);
        await until(() => heard.length === 2);
        return heard;)js") == R"([[],[1,"two",{"three":[3]},null,[4]]])");
}

// Wails: window.wails.EventsNotify takes a JSON text with name and data; data may be null.
// Here: the same.
TEST_CASE("3.3 EventsNotify takes an event's text", "[system][window][contract]") {
    contract_app app;
    CHECK(app.js(R"js(
        const heard = [];
        runtime.EventsOn('news', (...data) => heard.push(data));
        wails.EventsNotify('{"name":"news","data":[1,2]}');
        wails.EventsNotify('{"name":"news","data":null}');
        wails.EventsNotify('{"name":"unheard","data":[]}');
        let thrown = '';
        try { wails.EventsNotify('nonsense'); } catch (error) { thrown = error.message; }
        return [heard, thrown.startsWith('Invalid JSON passed to Notify: ')];)js") ==
          "[[[1,2],[]],true]");
}

// Wails: listeners are called from the last registered to the first.
// Here: the same.
TEST_CASE("7.2 the last listener hears first", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("const order = []; for (const name of ['a', 'b', 'c'])"
                 "  runtime.EventsOn('news', () => order.push(name));"
                 "await App.Emit('news', []); await until(() => order.length === 3);"
                 "runtime.EventsEmit('news'); return order;") == R"(["c","b","a","c","b","a"])");
}

// Wails: EventsOnce hears one event, EventsOnMultiple as many as it says; -1, 0 or none is all.
// Here: the same.
TEST_CASE("7.2 listeners with a count", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js(R"js(
        const count = { once: 0, two: 0, all: 0, zero: 0, none: 0 };
        const hear = (who) => () => { count[who] += 1; };
        runtime.EventsOnce('news', hear('once'));
        runtime.EventsOnMultiple('news', hear('two'), 2);
        runtime.EventsOnMultiple('news', hear('all'), -1);
        runtime.EventsOnMultiple('news', hear('zero'), 0);
        runtime.EventsOnMultiple('news', hear('none'));
        for (let i = 0; i < 4; i += 1) await App.Emit('news', []);
        await until(() => count.all === 4);
        return count;)js") == R"({"once":1,"two":2,"all":4,"zero":4,"none":4})");
}

// Wails: EventsOn returns a function that ends this listener alone; it may be called twice.
// Here: the same, also after EventsOnce has fired (which threw in Wails).
TEST_CASE("7.2 every listener can be ended by itself", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js(R"js(
        const heard = [];
        const offA = runtime.EventsOn('news', () => heard.push('a'));
        const offOnce = runtime.EventsOnce('news', () => heard.push('once'));
        const offB = runtime.EventsOnMultiple('news', () => heard.push('b'), 5);
        await App.Emit('news', []); await settled();
        offOnce(); offA(); offA();
        await App.Emit('news', []); await settled();
        offB();
        await App.Emit('news', []); await settled();
        return [heard, Object.keys(wails.eventListeners)];)js") == R"([["b","once","a","b"],[]])");
}

// Wails: ending a listener during an event threw or brought listeners back, until 2.13.
// Here: the event goes to those who listened when it came; what ends stays ended.
TEST_CASE("7.2 listeners may end one another during an event", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js(R"js(
        const heard = [];
        const off = {};
        const listen = (name, also = () => {}) => {
          off[name] = runtime.EventsOn('news', () => { heard.push(name); also(); });
        };
        listen('a');
        listen('b', () => off.b());
        listen('c', () => { off.a(); listen('new'); });
        await App.Emit('news', []); await settled();
        heard.push('|');
        await App.Emit('news', []); await settled();
        runtime.EventsOn('all', () => { heard.push('x'); runtime.EventsOffAll(); });
        heard.push('|');
        await App.Emit('all', []); await App.Emit('all', []); await settled();
        return heard;)js") == R"(["c","b","a","|","new","c","|","x"])");
}

// Wails: EventsOff takes one name or several, EventsOffAll ends all.
// Here: the same.
TEST_CASE("7.2 EventsOff of several names, and EventsOffAll", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js(R"js(
        const heard = [];
        for (const name of ['a', 'b', 'c', 'd', 'e'])
          runtime.EventsOn(name, () => heard.push(name));
        const emitAll = async () => {
          for (const name of ['a', 'b', 'c', 'd', 'e']) await App.Emit(name, []);
          await settled();
        };
        runtime.EventsOff('a');
        runtime.EventsOff('b', 'c', 'never');
        await emitAll();
        runtime.EventsOffAll();
        await emitAll();
        return [heard, Object.keys(wails.eventListeners)];)js") == R"([["d","e"],[]])");
}

// Wails: EX<name> is sent when the last listener of a name has gone, and always by EventsOff.
// Here: the same by messages, with ES<name> for the first one; the page's channel has its own way.
TEST_CASE("7.2 interest in a name begins and ends with its listeners",
          "[system][window][contract]") {
    contract_app app{page_path{"messages"}};
    CHECK(app.js(R"js(return sentBy(() => {
        const off = runtime.EventsOn('a', () => {});
        const two = runtime.EventsOn('a', () => {});
        off(); two(); two();
        runtime.EventsOnce('b', () => {});
        wails.EventsNotify('{"name":"b","data":[]}');
        runtime.EventsOff('c', 'd');
        runtime.EventsOn('e', () => {});
        runtime.EventsOffAll();
      });)js") == R"(["ESa","EXa","ESb","EXb","EXc","EXd","ESe","EXe"])");
}

// Wails: a listener that throws keeps the event from the others, and from the native side.
// Here: everybody hears it; EventsEmit throws the error on, events from outside report it.
TEST_CASE("7.2 a listener that throws keeps the event from nobody", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js(R"js(
        const heard = [];
        await App.Listen('news');
        runtime.EventsOn('news', (from) => heard.push(from));
        runtime.EventsOn('news', () => { throw new Error('mine'); });
        let thrown = '';
        try { runtime.EventsEmit('news', 'page'); } catch (error) { thrown = error.message; }
        await until(async () => (await App.Heard('news')).length === 1);
        await App.Emit('news', ['plugin']);
        await until(() => heard.length === 2);
        return [heard, thrown, errors.length, errors[0].includes('mine')];)js") ==
          R"([["page","plugin"],"mine",1,true])");
}

// Wails: EventsEmit calls the page's own listeners at once, then tells the native side.
// Here: the same, and nothing comes back to the page.
TEST_CASE("7.2 an emitted event is heard here first, and once", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js(R"js(
        await App.Listen('news');
        const heard = [];
        runtime.EventsOn('news', (...data) => heard.push(data));
        runtime.EventsEmit('news', 1, { two: 2 });
        const atOnce = heard.length;
        await until(async () => (await App.Heard('news')).length === 1);
        await settled();
        return [atOnce, heard, await App.Heard('news')];)js") ==
          R"([1,[[1,{"two":2}]],[[1,{"two":2}]]])");
}

// Wails: an emitted event may have any number of arguments, none as well.
// Here: the same.
TEST_CASE("7.2 an event carries as many values as were given", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js(R"js(
        await App.Listen('news');
        runtime.EventsEmit('news');
        runtime.EventsEmit('news', null);
        runtime.EventsEmit('news', undefined, [1], 'x'.repeat(3));
        runtime.EventsEmit('news', ...Array.from({ length: 100 }, (_, i) => i));
        await until(async () => (await App.Heard('news')).length === 4);
        const all = await App.Heard('news');
        return [...all.slice(0, 3), all[3].length];)js") == R"([[],[null],[null,[1],"xxx"],100])");
}

// Wails: an event whose data cannot be written throws out of EventsEmit.
// Here: the same, and the local listeners have heard it.
TEST_CASE("7.2 data that cannot be written throws at the emitter", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("let heard = 0; runtime.EventsOn('news', () => { heard += 1; });"
                 "let thrown = false; try { runtime.EventsEmit('news', 10n); }"
                 "catch (error) { thrown = error instanceof TypeError; }"
                 "return [heard, thrown, await App.Greet('on')];") == R"([1,true,"Hello on"])");
}

// Wails: events reach Go listeners each in a goroutine of its own, in no order.
// Here: in the order emitted, none lost.
TEST_CASE("7.3 the back end hears the page's events in their order", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("await App.Listen('n');"
                 "for (let i = 0; i < 2000; i += 1) runtime.EventsEmit('n', i);"
                 "await until(async () => (await App.Heard('n')).length >= 2000);"
                 "return (await App.Heard('n')).every(([n], i) => n === i);") == "true");
}

// Wails: order of events from Go is not promised (reported as broken).
// Here: in the order emitted, none lost.
TEST_CASE("7.3 the page hears the back end's events in their order", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("const heard = []; runtime.EventsOn('n', (i) => heard.push(i));"
                 "await App.EmitMany('n', 10000); await until(() => heard.length >= 10000);"
                 "return heard.length === 10000 && heard.every((n, i) => n === i);") == "true");
}

// Wails: a page that stops to listen removes Go's listeners of that name.
// Here: it removes nobody's but its own.
TEST_CASE("7.3 a page that stops to listen takes nothing from the back end",
          "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js(R"js(
        await App.Listen('shared');
        const off = runtime.EventsOn('shared', () => {});
        runtime.EventsOnce('shared', () => {});
        runtime.EventsEmit('shared', 1);
        off();
        runtime.EventsEmit('shared', 2);
        runtime.EventsOff('shared');
        runtime.EventsOn('shared', () => {});
        runtime.EventsOffAll();
        runtime.EventsEmit('shared', 3);
        await until(async () => (await App.Heard('shared')).length === 3);
        return App.Heard('shared');)js") == "[[1],[2],[3]]");
}

// Wails: every event is sent to every page.
// Here: a page is sent what it listens to, and nothing else.
TEST_CASE("7.3 only what is listened to is sent to the page", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("let heard = 0; runtime.EventsOn('mine', () => { heard += 1; });"
                 "await settled(); const before = wails.stats.items;"
                 "for (const name of ['other', 'mine', '*', 'mine2']) await App.EmitMany(name, 50);"
                 "await until(() => heard === 50); await settled();"
                 "return wails.stats.items - before - 5;") == "50");
}

// Wails: listeners do not outlive their document.
// Here: the same, and a page that is loaded anew is not sent what the old one asked for.
TEST_CASE("7.3 a reload begins without listeners", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    app.js("runtime.EventsOn('old', () => {}); await settled();");
    app.reload();
    CHECK(app.js("await settled(); const before = wails.stats.items;"
                 "await App.EmitMany('old', 50); await settled();"
                 "return [wails.stats.items - before, Object.keys(wails.eventListeners)];") ==
          "[2,[]]");
}
