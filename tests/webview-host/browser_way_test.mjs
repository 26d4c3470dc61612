// SPDX-License-Identifier: MIT
//
// browser_way_test — what a page in a browser is promised by the development server's scripts: in a
// bare window, with the runtime of a window, over a socket that the test holds.
//
// Run: node --test tests/webview-host/browser_way_test.mjs
import assert from 'node:assert/strict';
import { test } from 'node:test';
import vm from 'node:vm';

import { devScript, runtimeScript } from './support/page_scripts.mjs';

const ipc = devScript();
const runtime = runtimeScript();

class TaskChannel {
  constructor() {
    this.port1 = { onmessage: null };
    this.port2 = { postMessage: () => setImmediate(() => this.port1.onmessage({})) };
  }
}

const settled = () => new Promise((resolve) => { setImmediate(resolve); });

/** A document, its sockets and its timers, all in the test's hands. */
function browserWindow({ token = 't0' } = {}) {
  const sockets = [];
  const timers = [];
  const said = [];
  const server = { token, isThere: true };

  class WebSocket {
    constructor(url) {
      this.url = url;
      this.sent = [];
      this.state = 'connecting';
      sockets.push(this);
    }
    send(message) {
      if (this.state !== 'open') throw new Error('not open');
      this.sent.push(message);
    }
    open() {
      this.state = 'open';
      this.onopen({});
    }
    say(data) { this.onmessage({ data }); }
    break() {
      this.state = 'closed';
      this.onclose({});
    }
  }
  class Element {
    constructor(tag) { Object.assign(this, { tag, children: [], dataset: {}, attributes: {} }); }
    get textContent() {
      return this.own ?? this.children.map((one) => one.textContent ?? one).join('');
    }
    set textContent(text) { this.own = text; }
    get isConnected() { return true; }
    setAttribute(name, value) { this.attributes[name] = value; }
    addEventListener(type, listener) { this[`on${type}`] = listener; }
    append(...more) {
      for (const one of more) {
        if (one instanceof Element) one.parent = this;
        this.children.push(one);
      }
    }
    remove() { this.parent.children = this.parent.children.filter((one) => one !== this); }
    replaceWith(other) {
      other.parent = this.parent;
      this.parent.children = this.parent.children.map((one) => one === this ? other : one);
    }
    attachShadow() { return (this.shadow = new Element('shadow')); }
  }
  const root = new Element('html');
  root.style = { cursor: 'auto' };
  const location = {
    protocol: 'http:', host: 'localhost:34115', pathname: '/deep/place',
    reload: () => said.push('reload'),
    assign: (where) => said.push(`assign ${where}`),
  };
  const listeners = {};
  const window = {
    WebSocket, location, crypto: globalThis.crypto, MessageChannel: TaskChannel, Element,
    setTimeout: (run, after) => timers.push({ run, after }),
    clearTimeout: (id) => { if (timers[id - 1]) timers[id - 1].run = () => {}; },
    CSSStyleSheet: class { replaceSync() {} },
    console: { error: (...all) => said.push(all.join(' ')), warn: (...all) => said.push(all.join(' ')) },
    reportError: (error) => said.push(error.message),
    document: {
      documentElement: root, visibilityState: 'visible',
      createElement: (tag) => new Element(tag),
      addEventListener: (type, listener) => { listeners[type] = listener; },
    },
    addEventListener: (type, listener) => { listeners[type] = listener; },
    removeEventListener: () => {},
    getComputedStyle: () => ({ getPropertyValue: () => '' }),
    fetch: async (path) => {
      if (!server.isThere) throw new TypeError('Failed to fetch');
      said.push(`fetch ${path}`);
      return { text: async () => `window._fairleadDev={"token":"${server.token}"};\nmore` };
    },
  };
  window.window = window;
  vm.createContext(window);
  const load = () => {
    window._fairleadDev = { token: server.token };
    ipc.runInContext(window);
    runtime.runInContext(window);
  };
  load();

  const cards = () => {
    const frame = root.children[0]?.shadow.children[0];
    return frame ? frame.children.map((one) => one.textContent) : [];
  };
  const pass = async () => {
    for (const timer of timers) {
      const { run } = timer;
      timer.run = () => {};
      run();
    }
    await settled();
    await settled();
  };
  return {
    window, sockets, said, server, load, cards, pass, listeners, timers,
    get socket() { return sockets.at(-1); },
  };
}

const callOf = (message) => JSON.parse(message.slice(1));
const answer = (message, result) =>
  `c${JSON.stringify({ result, error: null, callbackid: callOf(message).callbackID })}`;

test('what is said before the socket opens waits, and goes out in its order', async () => {
  const page = browserWindow();
  page.window.wails.SetBindings('{"main":{"App":{"Greet":{}}}}');
  const greeting = page.window.go.main.App.Greet('Ada');
  page.window.runtime.EventsOn('news', () => {});
  page.window.runtime.EventsEmit('mine', 1);
  assert.equal(page.sockets.length, 1);
  assert.equal(page.socket.url,
    'ws://localhost:34115/wails/ipc?client=fairlead&token=t0');
  page.socket.open();
  assert.deepEqual(page.socket.sent.map((one) => one.slice(0, 2)), ['ru', 'C{', 'ES', 'EE']);
  page.socket.say(answer(page.socket.sent[1], 'Hello Ada'));
  assert.equal(await greeting, 'Hello Ada');
});

test('events come to listeners, and the page does not say where its token is', () => {
  const page = browserWindow();
  const heard = [];
  page.window.runtime.EventsOn('news', (...data) => heard.push(data));
  page.socket.open();
  page.socket.say('n{"name":"news","data":[1,{"a":2}]}');
  assert.deepEqual(JSON.parse(JSON.stringify(heard)), [[1, { a: 2 }]]);
  assert.equal(page.window._fairleadDev, undefined);
  assert.match(page.window.wails.path, /socket/);
});

test('run twice in one document, there is one socket', () => {
  const page = browserWindow();
  page.load();
  assert.equal(page.sockets.length, 1);
});

test('a socket that breaks ends the calls under way, and no others', async () => {
  const page = browserWindow();
  page.socket.open();
  const lost = page.window.fairlead.call('main.App.Slow', [1]);
  page.socket.break();
  const error = await lost.then(() => null, (reason) => reason);
  assert.equal(error.code, 'backend-gone');
  const later = page.window.fairlead.call('main.App.Greet', ['x']);
  page.server.isThere = false;
  await page.pass();
  await page.pass();
  assert.equal(page.sockets.length, 1);  // Nobody answers: no socket is tried.
  page.server.isThere = true;
  await page.pass();
  page.socket.open();
  const call = page.socket.sent.find((one) => one[0] === 'C');
  page.socket.say(answer(call, 'late'));
  assert.equal(await later, 'late');
});

test('after it has come back the page says what it hears and what it offers, once each', async () => {
  const page = browserWindow();
  page.window.runtime.EventsOn('a', () => {});
  page.window.runtime.EventsOn('b', () => {});
  page.socket.open();
  page.window.fairlead.offer('page.f', () => 1);
  page.window.runtime.EventsOff('b');
  page.socket.break();
  page.window.runtime.EventsEmit('mine');
  await page.pass();
  page.socket.open();
  const { sent } = page.socket;
  assert.deepEqual(sent.filter((one) => one.startsWith('E')), ['ESa', 'EE{"name":"mine","data":[]}']);
  assert.equal(sent.filter((one) => one.startsWith('FO')).length, 1);
});

test('a server that has been started anew gives the page its new token', async () => {
  const page = browserWindow();
  page.socket.open();
  page.socket.break();
  page.server.token = 'n3w';
  await page.pass();
  assert.match(page.socket.url, /token=n3w$/);
});

test('the pauses between tries grow, to a few seconds; who looks at the page ends them', async () => {
  const page = browserWindow();
  page.server.isThere = false;
  page.socket.break();
  for (let i = 0; i < 12; i += 1) await page.pass();
  const pauses = page.timers.map((one) => one.after).filter((after) => after !== 300);
  assert.ok(pauses[0] < 150 && pauses.at(-1) > 3000 && Math.max(...pauses) <= 6250, pauses.join());
  page.server.isThere = true;
  page.listeners.visibilitychange();
  await settled();
  await settled();
  assert.equal(page.sockets.length, 2);
});

test('the broker may go while the socket stays', async () => {
  const page = browserWindow();
  page.socket.open();
  page.window.runtime.EventsOn('a', () => {});
  page.window.fairlead.offer('page.f', () => 1);
  const lost = page.window.fairlead.call('x.y', []);
  page.socket.say('f{"ends":"the broker has gone"}');
  const error = await lost.then(() => null, (reason) => reason);
  assert.deepEqual([error.code, error.message], ['backend-gone', 'the broker has gone']);
  await page.pass();
  assert.deepEqual(page.cards(), ['The back end is away. the broker has gone']);
  page.socket.sent.length = 0;
  page.socket.say('f{"broker":"back"}');
  assert.deepEqual(page.cards(), []);
  assert.deepEqual(page.socket.sent.map((one) => one.slice(0, 3)).sort(), ['ESa', 'FO{']);
});

test('reload is the page\'s own, and the start page is loaded once', () => {
  const page = browserWindow();
  page.socket.open();
  page.socket.sent.length = 0;
  page.socket.say('reload');
  page.socket.say('reloadapp');
  page.socket.say('f{"load":"/"}');
  assert.deepEqual(page.said, ['reload', 'assign /', 'assign /']);
  assert.deepEqual(page.socket.sent, []);
});

test('too much said without a socket is refused, call by call', async () => {
  const page = browserWindow();
  for (let i = 0; i < 9_999; i += 1) page.window.WailsInvoke('EE{}');  // And runtime:ready.
  const error = await page.window.fairlead.call('x.y', []).then(() => null, (reason) => reason);
  assert.equal(error.code, 'overloaded');
});

test('the overlay says what is away, and nothing of what is over soon', async () => {
  const page = browserWindow();
  const news = (topic, what) =>
    page.socket.say(`f${JSON.stringify({ news: { topic, data: [what] } })}`);
  page.socket.open();
  const plugin = (state, reason) => news('fairlead/plugin/notes', { name: 'notes', state, reason });
  const build = (state, more) => news('fairlead/dev/build', { state, ...more });
  plugin('restarting');
  plugin('ready');
  await page.pass();
  assert.deepEqual(page.cards(), []);
  plugin('restarting');
  await page.pass();
  assert.deepEqual(page.cards(), ['notes is restarting… Calls wait for it.']);
  plugin('failed', 'it crashed 6 times');
  await page.pass();
  assert.deepEqual(page.cards(), ['notes is down. it crashed 6 times×']);
  plugin('ready');
  build('failed', {
    errors: [{ file: 'api.cpp', line: 3, column: 7, text: 'no such name' }], more: 2, output: '',
  });
  await page.pass();
  assert.deepEqual(page.cards(), ['The build has failed. What was built before still runs.×' +
    'api.cpp:3:7: no such name\n… and 2 more']);
  build('failed', { errors: [], more: 0, output: 'ld: no space' });
  await page.pass();
  assert.match(page.cards()[0], /×ld: no space$/);
  build('done');
  assert.deepEqual(page.cards(), []);
  page.socket.break();
  await page.pass();
  assert.deepEqual(page.cards(), ['The development server is away. Trying again…']);
});

test('a listener that throws is reported, and the next frame is read', () => {
  const page = browserWindow();
  page.socket.open();
  const heard = [];
  page.window.runtime.EventsOn('a', () => { throw new Error('mine'); });
  page.window.runtime.EventsOn('b', () => heard.push('b'));
  page.socket.say('n{"name":"a","data":[]}');
  page.socket.say('n{"name":"b","data":[]}');
  page.socket.say('?');
  assert.deepEqual(heard, ['b']);
  assert.equal(page.said[0], 'mine');
  assert.match(page.said[1], /unknown message/);
});
