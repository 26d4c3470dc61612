// SPDX-License-Identifier: MIT
//
// page_channel_test — what page.js, ipc.js and runtime.js promise a page that has a channel of its
// own, with a fake in place of the native side.
//
// Run: node --test tests/webview-host/page_channel_test.mjs
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  channelWindow, ipc, nextTask, openWindow, plain, runtime,
} from './support/channel_window.mjs';

test('nothing of the channel is left on the window for others', () => {
  const { window } = openWindow();
  assert.equal(window._fairleadPage, undefined);
  assert.equal(window.wails.path, 'in-page');
});

test('calls of one microtask are one message, and a known method is a number', async () => {
  const { app, frames, small } = openWindow();
  const first = app.Greet('Ada');
  app.Slow(1);
  assert.deepEqual(frames, []);
  await null;
  assert.deepEqual(frames.map(({ kind, id, to, body }) => [kind, id, to, body]),
    [['c', 1, 'nmain.App.Greet', '["Ada"]'], ['c', 2, 'nmain.App.Slow', '[1]']]);
  small('1,0,9,"Hello"');
  assert.equal(await first, 'Hello');
  app.Greet('Grace');
  await null;
  assert.equal(frames.at(-1).to, 'r9');
});

test('early calls wait until the way is known, and go in their order', async () => {
  const { app, window, frames, posted, native } = channelWindow();
  app.Greet('a');
  window.runtime.EventsOn('tick', () => {});
  window.runtime.EventsEmit('tock', 1);
  await null;
  assert.deepEqual([frames, posted], [[], []]);
  native.opened();
  await null;
  assert.deepEqual(frames.map(({ kind, to }) => [kind, to]),
    [['c', 'nmain.App.Greet'], ['s', 'ntick'], ['e', 'ntock']]);
});

test('where the way stays closed they go as messages', async () => {
  const { app, window, frames, posted, native } = channelWindow();
  const args = ['a'];
  app.Greet(args);
  args[0] = 'changed later';
  window.runtime.EventsOn('tick', () => {});
  native.closed('asked for');
  assert.deepEqual(frames, []);
  assert.deepEqual(JSON.parse(posted[0].slice(1)).args, [['a']]);
  assert.equal(posted[1], 'EStick');
  assert.equal(window.wails.path, 'messages (asked for)');
  app.Greet('b');
  assert.deepEqual(JSON.parse(posted[2].slice(1)).args, ['b']);
});

test('what the host answers goes to the host', async () => {
  const { window, frames, posted } = openWindow();
  window.runtime.WindowGetSize();
  window.runtime.WindowSetTitle('x');
  window.WailsInvoke('C{ "callbackID": "y", "name": ":wails:Environment" }');
  await null;
  assert.deepEqual(frames, []);
  assert.equal(posted.length, 3);
});

test('a raw call goes on the channel, and its answer is a callback text', async () => {
  const { window, frames, large } = openWindow();
  const answer = new Promise((resolve, reject) => {
    window.wails.callbacks.mine = { resolve, reject };
  });
  window.WailsInvoke('C{"name":"main.App.Greet",\n"args":[],"callbackID":"mine"}');
  await null;
  assert.equal(frames[0].kind, 'i');
  assert.match(frames[0].body, /^C\{.*\n.*mine"\}$/);
  large(1, -1, 0, '{"result":"é","error":null,"callbackid":"mine"}');
  assert.equal(await answer, 'é');
});

test('what the broker says of a text that it cannot read is shown in the console', async () => {
  const { window, reported, small } = openWindow();
  window.WailsInvoke('Cnonsense');
  await null;
  small('1,-3,0,"neither a call nor an event"');
  assert.deepEqual(reported, ['the broker says: neither a call nor an event']);
});

test('an error rejects with code, words and data', async () => {
  const { app, small } = openWindow();
  const call = app.Greet('x');
  await null;
  small('1,1,0,{"message":"no","data":[1]}');
  await assert.rejects(call, (error) => {
    assert.deepEqual([error.code, error.message, plain(error.data)], ['app-error', 'no', [1]]);
    return true;
  });
});

test('a text that is not JSON spoils itself alone', async () => {
  const { app, small, large } = openWindow();
  const [good, bad] = [app.Greet('a'), app.Greet('b')];
  await null;
  assert.equal(small('1,0,1,"a"', '2,0,1,{nonsense}'), false);
  large(1, 0, 1, '"a"');  // So the native side delivers them one by one.
  large(2, 0, 1, '{nonsense}');
  assert.equal(await good, 'a');
  await assert.rejects(bad, { code: 'protocol-error' });
});

test('what the ring does not take rejects as overloaded or too large', async () => {
  const { app, refuseWith } = openWindow();
  refuseWith(() => 'c1 7\nc2 9\n');
  const [first, second] = [app.Greet('a'), app.Greet('b')];
  await assert.rejects(first, { code: 'overloaded' });
  await assert.rejects(second, { code: 'too-large' });
});

test('when the channel ends, open calls reject and new ones go as messages', async () => {
  const { app, window, posted, native } = openWindow();
  window.runtime.EventsOn('tick', () => {});
  const open = app.Greet('a');
  const raw = new Promise((resolve, reject) => {
    window.wails.callbacks.mine = { resolve, reject };
  });
  window.WailsInvoke('C{"name":"main.App.Greet","args":[],"callbackID":"mine"}');
  await null;
  native.closed('the broker has gone');
  await assert.rejects(open, { code: 'backend-gone', message: /the broker has gone/ });
  await assert.rejects(raw, { code: 'backend-gone' });
  app.Greet('b');
  assert.deepEqual(posted.map((message) => message.slice(0, 6)), ['EStick', 'C{"nam']);
});

/** A page that went by messages and has a channel again; `answer` brings the end of what was said by
 *  messages before. */
async function returning(listen = () => {}) {
  const parts = openWindow();
  const { window, frames, posted, native } = parts;
  listen(window);
  await null;
  native.closed('the broker has gone');
  posted.length = frames.length = 0;
  native.opened();
  const answer = async () => {
    const { name, callbackID } = JSON.parse(posted.at(-1).slice(2));
    assert.deepEqual([posted.at(-1).slice(0, 2), name], ['FW', 'fairlead.barrier']);
    window.wails.Callback(JSON.stringify(
      { result: null, error: 'not offered', code: 'no-such-method', callbackid: callbackID }));
    await nextTask();
  };
  const sent = () => frames.map(({ kind, more, to }) => [kind, more, to].filter(Boolean).join(' '));
  return { ...parts, answer, sent };
}

test('on the way back to a channel events wait for those by messages, none is lost or twice',
  async () => {
    const ticks = [];
    const { window, frames, posted, small, answer, sent } = await returning((window) => {
      window.runtime.EventsOn('tick', (n) => ticks.push(n));
      window.runtime.EventsOn('tock', (n) => ticks.push(-n));
    });
    const byMessages = (n) => window.wails.EventsNotify(`{"name":"tick","data":[${n}]}`);
    byMessages(1);
    await answer();  // What was asked for by messages is in force.
    assert.deepEqual(sent(), ['s e1 ntick', 's e1 ntock']);
    small(`${frames[0].id},0,3,null`, '0,-2,3,[4]');
    byMessages(2);
    small(`${frames[1].id},0,4,null`, '0,-2,4,[5]');
    await nextTask();
    byMessages(3);
    assert.deepEqual(ticks, [1, 2, 3]);
    await answer();
    assert.deepEqual(ticks, [1, 2, 3, 4, -5]);
    assert.deepEqual(posted.slice(-2), ['EXtick', 'EXtock']);
    small('0,-2,3,[6]');
    await nextTask();
    assert.deepEqual(ticks.slice(-1), [6]);
  });

test('what a page says on the way back goes behind what it has said by messages', async () => {
  const { app, window, posted, frames, small, answer, sent } = await returning();
  assert.equal(window.wails.path, 'asking');
  const call = app.Greet('b');
  window.runtime.EventsEmit('saved', 1);
  window.runtime.EventsOn('late', () => {});
  await answer();
  await answer();
  assert.equal(window.wails.path, 'in-page');
  assert.deepEqual(posted.map((message) => message.slice(0, 2)), ['FW', 'FW']);
  assert.deepEqual(sent(), ['c nmain.App.Greet', 'e nsaved', 's nlate']);
  small(`${frames[0].id},0,4,"b"`);
  assert.equal(await call, 'b');
});

test('a subscription that the ring does not take is told, and holds up nobody', async () => {
  const { window, posted, answer, refuseWith } = await returning((window) => {
    window.runtime.EventsOn('tick', () => {});
  });
  refuseWith(({ kind, id }) => (kind === 's' ? `s${id} 7\n` : null));
  await answer();
  assert.match(posted.at(-2), /^LWthe page cannot hear 'tick'/);
  await answer();
  assert.equal(window.wails.path, 'in-page');
});

test('a channel that ends on the way back leaves the page with its messages', async () => {
  const ticks = [];
  const { app, window, native, frames, posted, small, answer } = await returning((window) => {
    window.runtime.EventsOn('tick', (n) => ticks.push(n));
  });
  await answer();
  small(`${frames[0].id},0,3,null`, '0,-2,3,[2]');
  app.Greet('b').catch(() => {});
  native.closed('again');
  const after = posted.findIndex((message) => message.startsWith('C{'));
  const said = posted.slice(after).map((message) => message.slice(0, 6));
  assert.deepEqual(said, ['C{"nam', 'FW{"na', 'EXtick', 'EStick']);
  window.wails.EventsNotify('{"name":"tick","data":[1]}');
  posted.push(posted[after + 1]);
  await answer();
  assert.deepEqual(ticks, [1, 2]);  // What came on the channel is not lost.
  native.opened();
  await answer();
  assert.equal(frames.at(-1).to, 'ntick');
});

test('events come by topic, in order with results', async () => {
  const { app, window, small } = openWindow();
  const order = [];
  window.runtime.EventsOn('tick', (n) => order.push(n));
  const call = app.Greet('x').then(() => null).then(() => order.push('answered'));
  await null;
  small('1,0,5,null');
  small('0,-2,5,[1]', '2,0,9,"x"', '0,-2,5,[2]', '0,-2,6,["not asked for"]');
  await call;
  await nextTask();
  assert.deepEqual(order, [1, 'answered', 2]);
});

test('a listener that throws is reported and harms nobody else', async () => {
  const { app, window, small, reported } = openWindow();
  window.runtime.EventsOn('tick', () => { throw new Error('mine'); });
  const call = app.Greet('x');
  await null;
  small('1,0,5,null', '0,-2,5,[1]', '2,0,9,"x"');
  assert.equal(await call, 'x');
  await nextTask();
  assert.deepEqual(reported, ['mine']);
});

test('bytes leave and arrive beside the JSON', async () => {
  const { app, frames, large } = openWindow();
  const bytes = new Uint8Array([9, 8, 7, 6]).subarray(1, 3);
  const call = app.Greet({ name: 'x', inside: [bytes] }, bytes.buffer);
  await null;
  assert.equal(frames[0].body, '[{"name":"x","inside":[{"$bytes":0}]},{"$bytes":1}]');
  assert.deepEqual(frames[0].attachments.map(({ got }) => got), [[8, 7], [9, 8, 7, 6]]);
  const big = new Uint8Array(300000).map((_, i) => i);
  large(1, 0, 1, '{"a":{"$bytes":1},"b":[{"$bytes":0}],"c":{"$bytes":7}}', new Uint8Array(2), big);
  const got = await call;
  assert.deepEqual([...got.a], [...big]);
  assert.equal(got.b[0].length, 2);
  assert.deepEqual(plain(got.c), { $bytes: 7 });
});

test('what lands in one buffer is an array of its own for the app', async () => {
  const { app, landed, large } = openWindow();
  const first = new Uint8Array(2 << 20).fill(1);
  const second = new Uint8Array(1 << 20).fill(2);
  for (let id = 1; id <= 6; id += 1) {
    const call = app.Greet();
    await null;
    large(id, 0, 1, '[{"$bytes":0},{"$bytes":1}]', first, second);
    const [a, b] = await call;
    assert.equal(a.length, first.length);
    assert.ok(a.every((one) => one === 1));
    assert.equal(b.length, second.length);
    assert.ok(b.every((one) => one === 2));
  }
  assert.deepEqual(landed, [2 << 20, 2 << 20, 2 << 20, 2 << 20]);
});

test('large texts go through the scratch, whole and in any script', async () => {
  const { app, frames, large } = openWindow();
  const text = 'é€𝄞'.repeat(200000);
  const call = app.Greet(text);
  await null;
  assert.equal(JSON.parse(frames[0].body)[0], text);
  large(1, 0, 1, JSON.stringify(text));
  assert.equal(await call, text);
});

test('a long string is written as JSON would, whatever is in it', async () => {
  const { app, frames } = openWindow();
  const plainText = 'x'.repeat(300000);
  for (const text of [plainText, plainText + '"\\\n\u0000', 'é\ud834\udd1e'.repeat(90001),
    plainText + '\ud834', '\u0007'.repeat(70000)]) {
    app.Greet(text, { a: 1 }, undefined);
    await null;
    const got = JSON.parse(frames.at(-1).body);
    assert.deepEqual(got, [text, { a: 1 }, null]);
  }
});

test('a call that is refused while it is sent rejects all the same', async () => {
  const { app, refuseWith } = openWindow();
  refuseWith(({ id }) => `c${id} 9\n`);
  await assert.rejects(app.Greet('x'.repeat(100000)), { code: 'too-large' });
  await assert.rejects(app.Greet(new Uint8Array(8)), { code: 'too-large' });
});

test('a time-out takes the call back, and its late answer is counted', async () => {
  const { app, window, frames, small } = openWindow();
  app.Greet.setTimeout(5);
  await assert.rejects(app.Greet('x'), { code: 'timeout', message: /^Call to main.App.Greet/ });
  await null;
  assert.equal(frames.at(-1).kind, 'x');
  small('1,0,1,"late"');
  assert.equal(window.wails.stats.lateReplies, 1);
});

test('running the scripts twice changes nothing', async () => {
  const { app, window, frames, posted, small } = openWindow();
  const call = app.Greet('x');
  await null;
  ipc.runInContext(window);
  runtime.runInContext(window);
  small('1,0,1,"x"');
  assert.equal(await call, 'x');
  window.WailsInvoke('C{"name":"main.App.Greet","args":[],"callbackID":"y"}');
  await null;
  assert.equal(frames.length, 2);
  assert.deepEqual(posted, []);
});
