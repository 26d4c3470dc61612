// SPDX-License-Identifier: MIT
//
// runtime_test — what ipc.js and runtime.js promise a page, without a browser.
//
// The two scripts run in a bare window that only records. Layout, real delivery and speed are
// tested in a real webview.
//
// Run: node --test tests/webview-host/runtime_test.mjs
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';

import { runtimeScript, script } from './support/page_scripts.mjs';

const ipc = script('runtime/ipc.js');
const runtime = runtimeScript();

/** A MessageChannel as far as the runtime needs one; node's own would keep the process alive. */
class TaskChannel {
  constructor() {
    this.port1 = { onmessage: null };
    this.port2 = { postMessage: () => setImmediate(() => this.port1.onmessage({})) };
  }
}

/** A window that records what leaves it. `files` answers fetch: path → text or promise of it. */
function bareWindow({ transport = 'host', page, bindings, files = {} } = {}) {
  const sent = [];
  const reported = [];
  const consoled = [];
  const listeners = [];
  const window = {
    crypto: globalThis.crypto,
    setTimeout,
    clearTimeout,
    AbortController,
    MessageChannel: TaskChannel,
    console: { error: (...values) => consoled.push(values.join(' ')) },
    reportError: (error) => reported.push(error.message),
    addEventListener: (type, listener) => listeners.push({ type, listener }),
    removeEventListener: () => {},
    document: { documentElement: { style: { cursor: 'auto' } } },
    outerWidth: 800,
    outerHeight: 600,
    Element: class Element {},
    getComputedStyle: (element) => ({ getPropertyValue: (name) => element.styles?.[name] ?? '' }),
    fetch: async (path) => {
      if (!(path in files)) return { ok: false, status: 404 };
      const text = await files[path];
      return { ok: true, text: async () => text };
    },
  };
  window.window = window;
  const post = (message) => sent.push(message);
  if (transport === 'host') window._fairleadHost = { post, page };
  if (transport === 'webview2') window.chrome = { webview: { postMessage: post } };
  const external = { postMessage: post };
  if (transport === 'webkit') window.webkit = { messageHandlers: { external } };
  if (bindings) window.wailsbindings = JSON.stringify(bindings);
  vm.createContext(window);
  return { window, sent, reported, consoled, listeners };
}

/** The window with both scripts run, and the recorder emptied of "runtime:ready". */
function loadedWindow(options) {
  const parts = bareWindow(options);
  ipc.runInContext(parts.window);
  runtime.runInContext(parts.window);
  assert.deepEqual(parts.sent.splice(0), ['runtime:ready']);

  let turn = 0;
  parts.deliver = (...items) => parts.window._fairlead.deliver(['', (turn += 1), ...items]);
  parts.lastCall = () => JSON.parse(parts.sent.at(-1).slice(1));
  parts.answer = (result, id = parts.lastCall().callbackID) =>
    ['c', JSON.stringify({ result, error: null, callbackid: id })];
  parts.event = (name, ...data) => ['n', JSON.stringify({ name, data })];
  return parts;
}

const app = { main: { App: { Greet: {}, Slow: {} } } };
const nextTask = () => new Promise((resolve) => setImmediate(resolve));
/** A value made in the window has the window's prototypes; deepEqual wants ours. */
const plain = (value) => JSON.parse(JSON.stringify(value));

// --------------------------------------------------------------------------------------- ipc.js

test('the host port is preferred, then WebView2, then a WebKit handler', () => {
  for (const transport of ['host', 'webview2', 'webkit']) {
    const { window, sent } = bareWindow({ transport });
    ipc.runInContext(window);
    window.WailsInvoke('hello');
    assert.deepEqual(sent, ['hello'], transport);
  }
});

test('with every transport present only the host port is used', () => {
  const { window, sent } = bareWindow({ transport: 'host' });
  const unexpected = () => assert.fail('a lesser transport was used');
  window.chrome = { webview: { postMessage: unexpected } };
  window.webkit = { messageHandlers: { external: { postMessage: unexpected } } };
  ipc.runInContext(window);
  window.WailsInvoke('hello');
  assert.deepEqual(sent, ['hello']);
});

test('without a transport the page is told, and WailsInvoke says why it cannot', () => {
  const { window, consoled } = bareWindow({ transport: 'none' });
  ipc.runInContext(window);
  assert.deepEqual(consoled, ['Unsupported Platform']);
  assert.throws(() => window.WailsInvoke('Q'), /Unsupported Platform/);
});

test('without a host calls reject, and listening is still possible', async () => {
  const { window } = bareWindow({ transport: 'none', bindings: app });
  ipc.runInContext(window);
  assert.throws(() => runtime.runInContext(window), /Unsupported Platform/);
  await assert.rejects(window.go.main.App.Greet('Ada'), /Unsupported Platform/);
  window.runtime.EventsOn('tick', () => {})();
  assert.deepEqual(Object.keys(window.wails.callbacks), []);
});

// -------------------------------------------------------------------------------- the surface

test('window.runtime has the 68 functions of Wails and LogLevel', () => {
  const { window } = loadedWindow();
  const functions = Object.keys(window.runtime).filter((name) => name !== 'LogLevel');
  assert.equal(functions.length, 68);
  for (const name of functions) assert.equal(typeof window.runtime[name], 'function', name);
  assert.deepEqual(
    plain(window.runtime.LogLevel), { TRACE: 1, DEBUG: 2, INFO: 3, WARNING: 4, ERROR: 5 });
});

test('whatever the wrapper of a Wails front end forwards to exists', () => {
  const { window } = loadedWindow();
  const wrapper = readFileSync(
    new URL('../../examples/greeter/frontend/wailsjs/runtime/runtime.js', import.meta.url), 'utf8');
  const names = [...wrapper.matchAll(/window\.runtime\.(\w+)/g)].map(([, name]) => name);
  assert.ok(names.length >= 65);
  for (const name of names) assert.equal(typeof window.runtime[name], 'function', name);
});

test('window.wails has what pages and hosts look for', () => {
  const { window } = loadedWindow({ bindings: app });
  assert.deepEqual(Object.keys(window.wails).sort(), [
    'Callback', 'EventsNotify', 'callbacks', 'eventListeners', 'flags', 'setCSSDragProperties',
    'setCSSDropProperties']);
  assert.deepEqual(plain(window.wails.flags), {
    disableScrollbarDrag: false, disableDefaultContextMenu: false, enableResize: false,
    defaultCursor: null, borderThickness: 6, shouldDrag: false, deferDragToMouseMove: true,
    cssDragProperty: '--wails-draggable', cssDragValue: 'drag',
    cssDropProperty: '--wails-drop-target', cssDropValue: 'drop', enableWailsDragAndDrop: false });
  assert.equal(typeof loadedWindow().window.wails.SetBindings, 'function', 'kept while unused');
});

test('each runtime function sends the message of the reference', () => {
  const { window, sent } = loadedWindow();
  const r = window.runtime;
  const cases = [
    [() => r.LogPrint('a'), 'LPa'], [() => r.LogTrace('a'), 'LTa'], [() => r.LogDebug('a'), 'LDa'],
    [() => r.LogInfo('a'), 'LIa'], [() => r.LogWarning('a'), 'LWa'], [() => r.LogError('a'), 'LEa'],
    [() => r.LogFatal('a'), 'LFa'], [() => r.SetLogLevel(2), 'LS2'],
    [() => r.WindowReloadApp(), 'WR'], [() => r.WindowSetSystemDefaultTheme(), 'WASDT'],
    [() => r.WindowSetLightTheme(), 'WALT'], [() => r.WindowSetDarkTheme(), 'WADT'],
    [() => r.WindowCenter(), 'Wc'], [() => r.WindowSetTitle('Bay'), 'WTBay'],
    [() => r.WindowFullscreen(), 'WF'], [() => r.WindowUnfullscreen(), 'Wf'],
    [() => r.WindowSetSize(3, 4), 'Ws:3:4'], [() => r.WindowSetMinSize(3, 4), 'Wz:3:4'],
    [() => r.WindowSetMaxSize(3, 4), 'WZ:3:4'], [() => r.WindowSetPosition(-3, 4), 'Wp:-3:4'],
    [() => r.WindowSetAlwaysOnTop(1), 'WATP:1'], [() => r.WindowSetAlwaysOnTop(''), 'WATP:0'],
    [() => r.WindowHide(), 'WH'], [() => r.WindowShow(), 'WS'], [() => r.WindowMaximise(), 'WM'],
    [() => r.WindowUnmaximise(), 'WU'], [() => r.WindowToggleMaximise(), 'Wt'],
    [() => r.WindowMinimise(), 'Wm'], [() => r.WindowUnminimise(), 'Wu'],
    [() => r.WindowSetBackgroundColour(1, 2, 3, 4), 'Wr:{"r":1,"g":2,"b":3,"a":4}'],
    [() => r.WindowSetBackgroundColour(0, undefined, 3, 0), 'Wr:{"r":0,"g":0,"b":3,"a":255}'],
    [() => r.BrowserOpenURL('https://a.b'), 'BO:https://a.b'],
    [() => r.Quit(), 'Q'], [() => r.Show(), 'S'], [() => r.Hide(), 'H'],
    [() => r.EventsEmit('a', 1, 'b'), 'EE{"name":"a","data":[1,"b"]}'],
    [() => r.EventsEmit('a'), 'EE{"name":"a","data":[]}'],
  ];
  for (const [act, message] of cases) {
    act();
    assert.deepEqual(sent.splice(0), [message]);
  }
});

test('system functions are calls, with arguments only where there are some', () => {
  const { window, lastCall } = loadedWindow();
  const cases = {
    WindowGetSize: 'WindowGetSize', WindowGetPosition: 'WindowGetPos',
    WindowIsFullscreen: 'WindowIsFullscreen', WindowIsMaximised: 'WindowIsMaximised',
    WindowIsMinimised: 'WindowIsMinimised', WindowIsNormal: 'WindowIsNormal',
    ScreenGetAll: 'ScreenGetAll', ClipboardGetText: 'ClipboardGetText', Environment: 'Environment',
    InitializeNotifications: 'InitializeNotifications',
    CleanupNotifications: 'CleanupNotifications',
    IsNotificationAvailable: 'IsNotificationAvailable',
    RequestNotificationAuthorization: 'RequestNotificationAuthorization',
    CheckNotificationAuthorization: 'CheckNotificationAuthorization',
    RemoveAllPendingNotifications: 'RemoveAllPendingNotifications',
    RemoveAllDeliveredNotifications: 'RemoveAllDeliveredNotifications',
  };
  for (const [name, target] of Object.entries(cases)) {
    window.runtime[name]();
    const { callbackID, ...rest } = lastCall();
    assert.deepEqual(rest, { name: ':wails:' + target }, name);
  }
  for (const name of ['ClipboardSetText', 'SendNotification', 'SendNotificationWithActions',
    'RegisterNotificationCategory', 'RemoveNotificationCategory', 'RemovePendingNotification',
    'RemoveDeliveredNotification', 'RemoveNotification']) {
    window.runtime[name]('x');
    const { callbackID, ...rest } = lastCall();
    assert.deepEqual(rest, { name: ':wails:' + name, args: ['x'] }, name);
  }
});

// -------------------------------------------------------------------------------------- calls

test('window.go is there before the app and sends calls', () => {
  const { window, sent } = loadedWindow({ bindings: app });
  assert.equal(window.wailsbindings, undefined);
  window.go.main.App.Greet('Ada', 2);
  const call = JSON.parse(sent[0].slice(1));
  assert.equal(sent[0][0], 'C');
  assert.equal(call.name, 'main.App.Greet');
  assert.deepEqual(call.args, ['Ada', 2]);
});

test('a callback id names method, page and call, and is not seen again after a reload', () => {
  const ids = [];
  for (let load = 0; load < 2; load += 1) {
    const { window, lastCall } = loadedWindow({ bindings: app });
    for (let i = 0; i < 2; i += 1) {
      window.go.main.App.Greet('Ada');
      ids.push(lastCall().callbackID);
      assert.ok(ids.at(-1).startsWith(`main.App.Greet-${window._fairlead.page}-`));
    }
  }
  assert.equal(new Set(ids).size, 4);
});

test('a page id that the host gives is the page id', () => {
  const { window, lastCall } = loadedWindow({ bindings: app, page: 'p7Ab' });
  window.go.main.App.Greet('Ada');
  assert.equal(lastCall().callbackID, 'main.App.Greet-p7Ab-1');
  const odd = loadedWindow({ page: 'no spaces "here"' });
  assert.match(odd.window._fairlead.page, /^[a-z0-9]{6,14}$/);
  assert.notEqual(loadedWindow().window._fairlead.page, 'undefined');
});

test('a result resolves its call and no other', async () => {
  const { window, lastCall, deliver, answer } = loadedWindow({ bindings: app });
  const first = window.go.main.App.Greet('Ada');
  const firstId = lastCall().callbackID;
  const second = window.go.main.App.Greet('Bob');
  deliver(answer('Hello Bob'), answer('Hello Ada', firstId));
  assert.equal(await first, 'Hello Ada');
  assert.equal(await second, 'Hello Bob');
  assert.deepEqual(Object.keys(window.wails.callbacks), []);
});

test('window.wails.Callback takes the same text as a string', async () => {
  const { window, lastCall } = loadedWindow({ bindings: app });
  const call = window.go.main.App.Greet('Ada');
  const id = lastCall().callbackID;
  window.wails.Callback(JSON.stringify({ result: [1], error: null, callbackid: id }));
  assert.deepEqual(plain(await call), [1]);
});

test('an error rejects with an Error that carries code and data', async () => {
  const { window, lastCall, deliver } = loadedWindow({ bindings: app });
  const call = window.go.main.App.Greet('Ada');
  deliver(['c', JSON.stringify({
    result: null, error: 'on purpose', callbackid: lastCall().callbackID, code: 'app-error',
    data: { type: 'std::runtime_error' } })]);
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof vm.runInContext('Error', window));
    assert.equal(error.message, 'on purpose');
    assert.equal(error.code, 'app-error');
    assert.deepEqual(plain(error.data), { type: 'std::runtime_error' });
    return true;
  });
});

test('a stock error text without a code rejects, and has neither code nor data', async () => {
  const { window, lastCall, deliver } = loadedWindow({ bindings: app });
  const call = window.go.main.App.Greet('Ada');
  deliver(['c', JSON.stringify({ result: null, error: 'no', callbackid: lastCall().callbackID })]);
  await assert.rejects(call, (error) => {
    assert.deepEqual([error.message, 'code' in error, 'data' in error], ['no', false, false]);
    return true;
  });
});

test('an error with a code and no text is still an error', async () => {
  const { window, lastCall, deliver } = loadedWindow({ bindings: app });
  const call = window.go.main.App.Greet('Ada');
  const id = lastCall().callbackID;
  deliver(['c', JSON.stringify({ result: null, error: '', callbackid: id, code: 'denied' })]);
  await assert.rejects(call, { message: 'denied', code: 'denied' });
});

test('an error object is kept whole, behind a readable message', async () => {
  const { window, lastCall, deliver } = loadedWindow({ bindings: app });
  const formatted = { message: 'disk full', errno: 28 };
  const call = window.go.main.App.Greet('Ada');
  const id = lastCall().callbackID;
  deliver(['c', JSON.stringify({ result: null, error: formatted, callbackid: id })]);
  await assert.rejects(call, (error) => {
    assert.equal(error.message, 'disk full');
    assert.deepEqual(plain(error.data), formatted);
    return true;
  });
});

test('arguments that cannot be serialised reject the call and send nothing', async () => {
  const { window, sent } = loadedWindow({ bindings: app });
  const cycle = {};
  cycle.self = cycle;
  for (const argument of [10n, cycle]) {
    await assert.rejects(window.go.main.App.Greet(argument), { code: 'bad-arguments' });
  }
  assert.deepEqual(sent, []);
  assert.deepEqual(Object.keys(window.wails.callbacks), []);
});

test('an unknown callback id is dropped in silence and counted', () => {
  const { window, deliver, answer, reported, consoled } = loadedWindow();
  deliver(answer('late', 'main.App.Greet-elsewhere-1'));
  assert.equal(window.wails.stats.lateReplies, 1);
  assert.deepEqual([reported, consoled], [[], []]);
});

test('a time-out rejects with the stock text, and the late reply is dropped', async () => {
  const { window, lastCall, deliver, answer } = loadedWindow({ bindings: app });
  const { Greet, Slow } = window.go.main.App;
  assert.equal(Greet.getTimeout(), 0);
  Greet.setTimeout(5);
  assert.deepEqual([Greet.getTimeout(), Slow.getTimeout()], [5, 0]);
  const call = Greet('Ada');
  const id = lastCall().callbackID;
  await assert.rejects(call, {
    message: `Call to main.App.Greet timed out. Request ID: ${id}`, code: 'timeout' });
  deliver(answer('late', id));
  assert.equal(window.wails.stats.lateReplies, 1);
});

test('an answer in time leaves no timer behind', async () => {
  const { window, deliver, answer } = loadedWindow({ bindings: app });
  let cleared = 0;
  window.clearTimeout = (handle) => { cleared += handle ? 1 : 0; clearTimeout(handle); };
  window.go.main.App.Greet.setTimeout(60_000);
  const call = window.go.main.App.Greet('Ada');
  deliver(answer('Hello'));
  await call;
  assert.equal(cleared, 1);
});

test('an obfuscated call sends its number', async () => {
  const { window, sent, lastCall, deliver, answer } = loadedWindow();
  const call = window.ObfuscatedCall(7, ['a']);
  assert.equal(sent[0][0], 'c');
  const { id, args, callbackID } = lastCall();
  assert.deepEqual([id, args], [7, ['a']]);
  assert.ok(callbackID.startsWith('7-'));
  deliver(answer('done'));
  assert.equal(await call, 'done');
  await assert.rejects(window.ObfuscatedCall(8, [], 1), /^Error: Call to method 8 timed out\./);
});

test('an answer that is not JSON rejects the call that its tail names', async () => {
  const { window, lastCall, deliver, reported } = loadedWindow({ bindings: app });
  const call = window.go.main.App.Greet('Ada');
  deliver(['c', `{"result":nonsense,"error":null,"callbackid":"${lastCall().callbackID}"}`]);
  await assert.rejects(call, { code: 'protocol-error' });
  assert.match(reported[0], /^Invalid JSON passed to callback/);
});

// ------------------------------------------------------------------------------------- events

test('listeners are called from the last registered to the first, data as arguments', () => {
  const { window, deliver, event } = loadedWindow();
  const heard = [];
  window.runtime.EventsOn('a', (...data) => heard.push(['first', ...data]));
  window.runtime.EventsOn('a', (...data) => heard.push(['second', ...data]));
  deliver(event('a', 1, 'x'), ['n', '{"name":"a","data":null}'], event('b', 9));
  assert.deepEqual(heard, [['second', 1, 'x'], ['first', 1, 'x'], ['second'], ['first']]);
});

test('a listener with a count is gone after so many events', () => {
  const { window, deliver, event } = loadedWindow();
  const heard = [];
  window.runtime.EventsOnMultiple('a', () => heard.push('twice'), 2);
  window.runtime.EventsOnce('a', () => heard.push('once'));
  window.runtime.EventsOnMultiple('a', () => heard.push('always'), -1);
  window.runtime.EventsOnMultiple('a', () => heard.push('zero is always'), 0);
  for (let i = 0; i < 3; i += 1) deliver(event('a'));
  const count = (name) => heard.filter((entry) => entry === name).length;
  assert.deepEqual(
    ['once', 'twice', 'always', 'zero is always'].map(count), [1, 2, 3, 3]);
});

test('interest is told with the first listener and taken back with the last', () => {
  const { window, sent, deliver, event } = loadedWindow();
  const offFirst = window.runtime.EventsOn('a', () => {});
  const offSecond = window.runtime.EventsOn('a', () => {});
  assert.deepEqual(sent.splice(0), ['ESa']);
  offFirst();
  offFirst();
  assert.deepEqual(sent.splice(0), []);
  offSecond();
  offSecond();
  assert.deepEqual(sent.splice(0), ['EXa']);
  window.runtime.EventsOnce('a', () => {});
  deliver(event('a'));
  assert.deepEqual(sent.splice(0), ['ESa', 'EXa']);
});

test('EventsOff always says so, EventsOffAll says it for names with listeners', () => {
  const { window, sent, deliver, event } = loadedWindow();
  window.runtime.EventsOff('nobody', 'listens');
  assert.deepEqual(sent.splice(0), ['EXnobody', 'EXlistens']);
  const heard = [];
  window.runtime.EventsOn('a', () => heard.push('a'));
  window.runtime.EventsOn('b', () => heard.push('b'));
  sent.splice(0);
  window.runtime.EventsOffAll();
  assert.deepEqual(sent.splice(0).sort(), ['EXa', 'EXb']);
  deliver(event('a'), event('b'));
  assert.deepEqual(heard, []);
});

test('a listener that unsubscribes during an event stays unsubscribed', () => {
  const { window, deliver, event } = loadedWindow();
  const heard = [];
  window.runtime.EventsOn('a', () => heard.push('stays'));
  const off = window.runtime.EventsOn('a', () => { heard.push('leaves'); off(); });
  deliver(event('a'), event('a'));
  assert.deepEqual(heard, ['leaves', 'stays', 'stays']);
});

test('a listener registered during an event hears the next one', () => {
  const { window, deliver, event } = loadedWindow();
  const heard = [];
  window.runtime.EventsOnce('a', () => window.runtime.EventsOn('a', (n) => heard.push(n)));
  deliver(event('a', 1), event('a', 2));
  assert.deepEqual(heard, [2]);
});

test('a once-listener that emits its own event is not called again', () => {
  const { window } = loadedWindow();
  let calls = 0;
  window.runtime.EventsOnce('a', () => {
    calls += 1;
    window.runtime.EventsEmit('a');
  });
  window.runtime.EventsEmit('a');
  assert.equal(calls, 1);
});

test('a once-listener used up by an inner event is passed over by the outer one', () => {
  const { window } = loadedWindow();
  const heard = [];
  window.runtime.EventsOnce('a', (n) => heard.push(n));
  window.runtime.EventsOnce('a', () => window.runtime.EventsEmit('a', 'inner'));
  window.runtime.EventsEmit('a', 'outer');
  assert.deepEqual(heard, ['inner']);
});

test('an emit is heard here first and then sent', () => {
  const { window, sent } = loadedWindow();
  const order = [];
  window.runtime.EventsOn('a', (data) => order.push(data, sent.length));
  sent.splice(0);
  window.runtime.EventsEmit('a', { ok: true });
  assert.deepEqual(plain(order), [{ ok: true }, 0]);
  assert.deepEqual(sent, ['EE{"name":"a","data":[{"ok":true}]}']);
});

test('a listener that throws keeps the event from nobody, and its emitter hears of it', () => {
  const { window, sent } = loadedWindow();
  const heard = [];
  window.runtime.EventsOn('a', () => heard.push('first'));
  window.runtime.EventsOn('a', () => { throw new Error('mine'); });
  sent.splice(0);
  assert.throws(() => window.runtime.EventsEmit('a'), /mine/);
  assert.deepEqual([heard, sent], [['first'], ['EE{"name":"a","data":[]}']]);
});

test('an event may have any name', () => {
  const { window, deliver, event } = loadedWindow();
  const heard = [];
  for (const name of ['constructor', '__proto__', 'a:b/c', '']) {
    window.runtime.EventsOn(name, () => heard.push(name));
    deliver(event(name));
  }
  assert.deepEqual(heard, ['constructor', '__proto__', 'a:b/c', '']);
});

// ----------------------------------------------------------------------------------- delivery

test('a throwing listener is reported and does not stop the items behind it', async () => {
  const { window, deliver, event, answer, reported } = loadedWindow({ bindings: app });
  window.runtime.EventsOn('a', () => { throw new Error('mine'); });
  const call = window.go.main.App.Greet('Ada');
  deliver(event('a'), answer('Hello'));
  assert.equal(await call, 'Hello');
  assert.deepEqual(reported, ['mine']);
});

test('what awaits a result runs before an event behind it is heard', async () => {
  const { window, deliver, event, answer } = loadedWindow({ bindings: app });
  const order = [];
  window.runtime.EventsOn('a', (n) => order.push(n));
  const wrapped = async () => window.go.main.App.Greet('Ada');
  const done = (async () => { order.push(await wrapped()); })();
  const result = answer('result');
  deliver(event('a', 1), result, event('a', 2), event('a', 3));
  await done;
  await nextTask();
  assert.deepEqual(order, [1, 'result', 2, 3]);
});

test('a turn that comes while the last one is not through waits behind it', async () => {
  const { window, deliver, event, answer } = loadedWindow({ bindings: app });
  const order = [];
  window.go.main.App.Greet('Ada').then((value) => order.push(value));
  const result = answer('result');
  window.runtime.EventsOn('a', (n) => order.push(n));
  deliver(result, event('a', 1));
  deliver(event('a', 2));
  await nextTask();
  await nextTask();
  assert.deepEqual(order, ['result', 1, 2]);
});

test('a text that is still loading holds back everything behind it', async () => {
  let arrive;
  const late = new Promise((resolve) => { arrive = resolve; });
  const { window, deliver, event } = loadedWindow({
    files: { '/wails/payload/1': late, '/wails/payload/2': '{"name":"a","data":["second"]}' } });
  const heard = [];
  window.runtime.EventsOn('a', (text) => heard.push(text));
  deliver(['N', '/wails/payload/1'], ['N', '/wails/payload/2'], event('a', 'third'));
  deliver(event('a', 'fourth'));
  await nextTask();
  await nextTask();
  assert.deepEqual(heard, []);
  arrive('{"name":"a","data":["first"]}');
  while (heard.length < 4) await nextTask();
  assert.deepEqual(heard, ['first', 'second', 'third', 'fourth']);
});

test('a result by reference resolves its call', async () => {
  const parts = loadedWindow({ bindings: app, files: {} });
  const files = {};
  parts.window.fetch = async (path) => ({ ok: true, text: async () => files[path] });
  const call = parts.window.go.main.App.Greet('Ada');
  const id = parts.lastCall().callbackID;
  files['/wails/payload/9'] = JSON.stringify({ result: 'large', error: null, callbackid: id });
  parts.deliver(['C', '/wails/payload/9', id]);
  assert.equal(await call, 'large');
});

test('a result that cannot be loaded rejects its call, and what is behind it goes on', async () => {
  const { window, lastCall, deliver, event, reported } = loadedWindow({ bindings: app });
  const heard = [];
  const call = window.go.main.App.Greet('Ada');
  const id = lastCall().callbackID;
  window.runtime.EventsOn('a', (n) => heard.push(n));
  deliver(['C', '/wails/payload/gone', id], ['N', '/wails/payload/lost'], event('a', 1));
  await assert.rejects(call, { code: 'protocol-error', message: /HTTP 404/ });
  while (heard.length < 1) await nextTask();
  assert.deepEqual(heard, [1]);
  assert.equal(reported.length, 1);
  assert.equal(window.wails.stats.failedItems, 2);
});

test('a served call that cannot be loaded, or that is no JSON, gets an error', async () => {
  const { window, deliver, sent } = loadedWindow({ bindings: app });
  window.fairlead.offer('page.add', (a) => a);
  const failed = (request) =>
    sent.find((text) => text.startsWith(`FE{"request":"${request}","code":"protocol-error"`));
  deliver(['C', '/wails/payload/gone', '', '7']);
  deliver(['c', '{"args":[1,"live":"call","handler":0,"takes":0,"request":"8"}']);
  for (let i = 0; i < 100 && !failed(8); i += 1) await nextTask();
  assert.match(failed(7), /HTTP 404/);
  assert.match(failed(8), /not JSON/);
});

test('a turn for another page, and one seen before, are dropped and counted', () => {
  const { window, event } = loadedWindow({ page: 'now' });
  const heard = [];
  window.runtime.EventsOn('a', (n) => heard.push(n));
  const { deliver } = window._fairlead;
  deliver(['before', 1, event('a', 1)]);
  deliver(['now', 1, event('a', 2)]);
  deliver(['now', 1, event('a', 3)]);
  deliver(['', 2, event('a', 4)]);
  assert.deepEqual(heard, [2, 4]);
  assert.deepEqual([window.wails.stats.staleTurns, window.wails.stats.repeatedTurns], [1, 1]);
});

test('when calls get no answer any more, all that are open reject, in their place', async () => {
  const { window, deliver, answer, sent, event } = loadedWindow({ bindings: app });
  const heard = [];
  window.runtime.EventsOn('tick', () => heard.push('tick'));
  const answered = window.go.main.App.Greet('a');
  const first = answer('a', JSON.parse(sent.at(-1).slice(1)).callbackID);
  const lost = [window.go.main.App.Greet('b'), window.runtime.WindowGetSize()];
  deliver(first, ['x', 'the broker has gone'], event('tick'));
  assert.equal(await answered, 'a');
  for (const one of lost) {
    await assert.rejects(one, { code: 'backend-gone', message: 'the broker has gone' });
  }
  await nextTask();
  assert.deepEqual(heard, ['tick']);
  assert.deepEqual(Object.keys(window.wails.callbacks), []);
});

test('an item of no known kind is reported', () => {
  const { deliver, reported } = loadedWindow();
  deliver(['z', 'x']);
  assert.deepEqual(reported, ['unknown kind of item: z']);
});

test('ten thousand answers in one turn all arrive', async () => {
  const { window, sent, deliver } = loadedWindow({ bindings: app });
  const waiting = [];
  for (let i = 0; i < 10_000; i += 1) waiting.push(window.go.main.App.Greet(i));
  deliver(...sent.map((message) => {
    const { args, callbackID } = JSON.parse(message.slice(1));
    return ['c', JSON.stringify({ result: args[0], error: null, callbackid: callbackID })];
  }));
  assert.deepEqual(await Promise.all(waiting), Array.from({ length: 10_000 }, (_, i) => i));
});

// ------------------------------------------------------------------------------ loading twice

test('loading both scripts twice changes nothing but adds new bindings', async () => {
  const parts = loadedWindow({ bindings: app });
  const { window, sent, listeners, deliver, answer } = parts;
  window.go.main.App.Greet.setTimeout(900);
  const call = window.go.main.App.Greet('Ada');
  const result = answer('Hello');
  sent.splice(0);
  const hooks = listeners.length;

  window.wailsbindings = JSON.stringify({ main: { App: { Greet: {}, New: {} } } });
  ipc.runInContext(window);
  runtime.runInContext(window);

  assert.deepEqual(sent, []);
  assert.equal(listeners.length, hooks);
  assert.equal(typeof window.go.main.App.New, 'function');
  assert.equal(window.go.main.App.Greet.getTimeout(), 900);
  deliver(result);
  assert.equal(await call, 'Hello');
});

test('bindings that are not JSON are reported and the runtime still stands', () => {
  const { window, consoled } = bareWindow();
  window.wailsbindings = '{';
  ipc.runInContext(window);
  runtime.runInContext(window);
  assert.match(consoled[0], /wailsbindings/);
  assert.deepEqual(plain(window.go), {});
});

// ---------------------------------------------------------------------------------- the mouse

/** The runtime's own DOM listener for `type`, called with the few fields that it reads. */
function dispatcher({ window, listeners }) {
  return (type, fields) => {
    const event = { prevented: false, preventDefault() { this.prevented = true; }, ...fields };
    for (const entry of listeners) if (entry.type === type) entry.listener.call(window, event);
    return event;
  };
}

function element(window, styles = {}, fields = {}) {
  const size = { clientWidth: 100, clientHeight: 100 };
  return Object.assign(new window.Element(), { styles }, size, fields);
}

test('a drag begins with the first move after a single press on a draggable place', () => {
  const parts = loadedWindow();
  const { window, sent } = parts;
  const dispatch = dispatcher(parts);
  const bar = element(window, { '--wails-draggable': ' drag ' });
  const press = { target: bar, buttons: 1, detail: 1 };

  dispatch('mousedown', { ...press, detail: 2 });
  dispatch('mousedown', { ...press, target: element(window) });
  dispatch('mousemove', { buttons: 1 });
  assert.deepEqual(sent, []);
  dispatch('mousedown', press);
  dispatch('mouseup', {});
  dispatch('mousemove', { buttons: 1 });
  assert.deepEqual(sent, []);
  dispatch('mousedown', press);
  dispatch('mousemove', { buttons: 1 });
  assert.deepEqual(sent.splice(0), ['drag']);

  window.wails.flags.deferDragToMouseMove = false;
  assert.ok(dispatch('mousedown', press).prevented);
  assert.deepEqual(sent, ['drag']);
});

test('another property may mark the draggable places', () => {
  const parts = loadedWindow();
  parts.window.wails.setCSSDragProperties('--app-region', 'move');
  parts.window.wails.flags.deferDragToMouseMove = false;
  const target = element(parts.window, { '--app-region': 'move' });
  dispatcher(parts)('mousedown', { target, buttons: 1, detail: 1 });
  assert.deepEqual(parts.sent, ['drag']);
});

test('an edge under the pointer resizes the window, all eight of them', () => {
  const parts = loadedWindow();
  const { window, sent } = parts;
  const dispatch = dispatcher(parts);
  dispatch('mousemove', { clientX: 0, clientY: 0 });
  assert.equal(window.wails.flags.resizeEdge, undefined, 'not without enableResize');

  window.wails.flags.enableResize = true;
  const middle = [400, 300];
  const edges = { n: [400, 2], ne: [798, 2], e: [798, 300], se: [798, 598], s: [400, 598],
    sw: [2, 598], w: [2, 300], nw: [2, 2] };
  for (const [edge, [clientX, clientY]] of Object.entries(edges)) {
    dispatch('mousemove', { clientX, clientY });
    assert.equal(window.document.documentElement.style.cursor, `${edge}-resize`);
    assert.ok(dispatch('mousedown', { target: element(window), buttons: 1, detail: 1 }).prevented);
    assert.deepEqual(sent.splice(0), [`resize:${edge}-resize`]);
  }
  dispatch('mousemove', { clientX: middle[0], clientY: middle[1] });
  assert.equal(window.document.documentElement.style.cursor, 'auto');
  assert.equal(window.wails.flags.resizeEdge, undefined);
});

test('the context menu is for editable text and selections, unless the app says otherwise', () => {
  const parts = loadedWindow();
  const { window } = parts;
  window.getSelection = () => ({ toString: () => '', rangeCount: 0 });
  const dispatch = dispatcher(parts);
  const shown = (target) => !dispatch('contextmenu', { target, clientX: 1, clientY: 1 }).prevented;

  assert.equal(shown(element(window)), false);
  assert.equal(shown(element(window, {}, { isContentEditable: true })), true);
  assert.equal(shown(element(window, {}, { tagName: 'INPUT' })), true);
  assert.equal(shown(element(window, {}, { tagName: 'TEXTAREA', readOnly: true })), false);
  assert.equal(shown(element(window, { '--default-contextmenu': 'show' })), true);
  const hidden = element(window, { '--default-contextmenu': 'hide' }, { tagName: 'INPUT' });
  assert.equal(shown(hidden), false);
  window.wails.flags.disableDefaultContextMenu = true;
  assert.equal(shown(element(window, { '--default-contextmenu': 'show' })), false);
});

test('dropped files reach the callback only over a drop target', () => {
  const { window, sent, deliver, event } = loadedWindow();
  const target = element(window, { '--wails-drop-target': 'drop' });
  window.document.elementFromPoint = (x) => (x === 1 ? target : element(window));
  const drops = [];
  window.runtime.OnFileDrop((...data) => drops.push(data));
  window.runtime.OnFileDrop(() => assert.fail('a second registration is ignored'));
  assert.deepEqual(sent.splice(0), ['ESwails:file-drop']);
  deliver(event('wails:file-drop', 1, 5, ['/a']), event('wails:file-drop', 2, 5, ['/b']));
  assert.deepEqual(plain(drops), [[1, 5, ['/a']]]);
  window.runtime.OnFileDropOff();
  assert.deepEqual(sent, ['EXwails:file-drop']);
});
