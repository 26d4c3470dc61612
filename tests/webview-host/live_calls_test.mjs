// SPDX-License-Identifier: MIT
//
// live_calls_test — what a call can do beyond its answer, and what a page offers: the same on its own
// channel and by messages.
//
// Run: node --test tests/webview-host/live_calls_test.mjs
import assert from 'node:assert/strict';
import { test } from 'node:test';
import vm from 'node:vm';

import { channelWindow, nextTask, plain } from './support/channel_window.mjs';
import { ways } from './support/live_ways.mjs';

const window256k = 256 << 10;

/** The same promise of both. */
function onEachWay(title, check) {
  for (const [name, open] of Object.entries(ways)) test(`${title} (${name})`, () => check(open()));
}

/** A call that has gone out. */
async function begun(way, call) {
  call.catch(() => {});
  await nextTask();
  return way.calls().at(-1).of;
}

async function collected(iterable) {
  const all = [];
  for await (const one of iterable) all.push(one);
  return all;
}

// ------------------------------------------------------------------------------------ the promise

onEachWay('a call is a promise like any other', async (way) => {
  const call = way.app.Greet('Ada');
  const { Promise } = vm.runInContext('({ Promise })', way.window);
  assert.ok(call instanceof Promise);
  assert.equal(Object.getPrototypeOf(call.then(() => {})), Promise.prototype);
  assert.equal(Promise.resolve(call), call);  // As `await` takes it: without another one.
  assert.equal(typeof call.then(() => {}).cancel, 'undefined');
  assert.equal(typeof call.catch(() => {}).onProgress, 'undefined');
  const of = await begun(way, call);
  await way.result(of, '"Hello"');
  assert.equal(await call, 'Hello');
  assert.deepEqual(await globalThis.Promise.all([call, call]), ['Hello', 'Hello']);
});

onEachWay('cancel rejects at once, and tells the back end', async (way) => {
  const call = way.app.Slow(1);
  const of = await begun(way, call);
  call.cancel();
  await assert.rejects(call, { code: 'cancelled', message: 'the call was taken back' });
  await nextTask();
  assert.deepEqual(way.along(), [{ what: 'cancel', of }]);
  call.cancel('again');
  await way.error(of, 'cancelled', 'the caller took the call back');
  assert.equal(way.window.wails.stats.lateReplies, 1);
  assert.deepEqual(way.along().length, 1);
});

onEachWay('a reason is the message and the cause', async (way) => {
  const reason = new Error('no time');
  const call = way.app.Slow(1);
  call.cancel(reason);
  await assert.rejects(call, { message: 'no time', cause: reason, code: 'cancelled' });
  const other = way.app.Slow(1);
  other.cancel('enough');
  await assert.rejects(other, { message: 'enough', cause: 'enough' });
});

onEachWay('cancel after the answer does nothing', async (way) => {
  const call = way.app.Greet('Ada');
  const of = await begun(way, call);
  await way.result(of, '1');
  call.cancel();
  assert.equal(await call, 1);
  await nextTask();
  assert.deepEqual(way.along(), []);
});

onEachWay('a signal takes a call back, and is let go of when the call has ended', async (way) => {
  const controller = new AbortController();
  const heard = [];
  const { signal } = controller;
  const counted = {
    get aborted() { return signal.aborted; },
    get reason() { return signal.reason; },
    addEventListener: (...all) => { heard.push('+'); signal.addEventListener(...all); },
    removeEventListener: (...all) => { heard.push('-'); signal.removeEventListener(...all); },
  };
  const done = way.app.Greet('a').abortBy(counted);
  const of = await begun(way, done);
  await way.result(of, '1');
  assert.equal(await done, 1);
  assert.deepEqual(heard, ['+', '-']);
  const call = way.app.Slow(1);
  assert.equal(call.abortBy(signal), call);
  controller.abort(new Error('closed'));
  await assert.rejects(call, { code: 'cancelled', message: 'closed' });
  await assert.rejects(way.app.Slow(2).abortBy(signal), { code: 'cancelled', message: 'closed' });
});

onEachWay('progress is heard by all who listen, until the call ends', async (way) => {
  const heard = [];
  const call = way.app.Slow(1);
  assert.equal(call.onProgress((value) => heard.push(['a', value])), call);
  call.onProgress(() => { throw new Error('mine'); }).onProgress((value) => heard.push(['b', value]));
  const of = await begun(way, call);
  await way.progress(of, '0.5');
  await way.result(of, 'null');
  await way.progress(of, '1');
  assert.deepEqual(heard, [['a', 0.5], ['b', 0.5]]);
  assert.deepEqual(way.reported, ['mine']);
});

onEachWay('a time-out tells the back end', async (way) => {
  way.app.Slow.setTimeout(5);
  const call = way.app.Slow(1);
  const of = await begun(way, call);
  await assert.rejects(call, { code: 'timeout', message: /^Call to main.App.Slow timed out/ });
  await nextTask();
  assert.deepEqual(way.along(), [{ what: 'cancel', of }]);
});

test('the wire says how long a call may take, a little longer than the page waits', async () => {
  const way = ways['in-page']();
  const call = way.window.fairlead.call('tools.add', [1, 2], { timeout: 1000 });
  await begun(way, call);
  call.cancel();
  assert.equal(way.frames[0].more, 'd1050');
});

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

test('the trace that a call is a part of goes along, whichever way it goes', async () => {
  const inPage = ways['in-page']();
  const one = inPage.window.fairlead.call('tools.add', [1, 2], { traceparent });
  await begun(inPage, one);
  one.cancel();
  assert.equal(inPage.frames[0].more, `t${traceparent}`);
  const byMessages = ways['by messages']();
  const other = byMessages.window.fairlead.call('tools.add', [1, 2], { traceparent });
  await begun(byMessages, other);
  other.cancel();
  assert.equal(JSON.parse(byMessages.posted.find((text) => text.startsWith('C')).slice(1)).traceparent,
    traceparent);
});

onEachWay('a trace that is none is refused, and nothing is sent', async (way) => {
  for (const wrong of ['', 'x', traceparent.toUpperCase(), `${traceparent}-00`,
    '00-00000000000000000000000000000000-b7ad6b7169203331-01', 7, null]) {
    await assert.rejects(way.window.fairlead.call('tools.add', [], { traceparent: wrong }),
      { code: 'bad-arguments', message: `'${wrong}' is no traceparent` });
  }
  assert.equal(way.along().length, 0);
});

// -------------------------------------------------------------------------------- result streams

onEachWay('items are given in order, then the result', async (way) => {
  const call = way.app.Greet(2);
  const of = await begun(way, call);
  const all = collected(call);
  for (const json of ['1', '{"a":[2]}', '"drei"']) await way.item(of, json);
  await way.result(of, 'null');
  assert.deepEqual(plain(await all), [1, { a: [2] }, 'drei']);
  assert.equal(await call, null);
  assert.deepEqual(plain(await call[Symbol.asyncIterator]().next()), { done: true });
});

onEachWay('items that came before anybody looped are kept, and the result is the last value',
  async (way) => {
    const call = way.app.Greet(2);
    const of = await begun(way, call);
    await way.item(of, '1');
    await way.result(of, '"the end"');
    assert.equal(await call, 'the end');
    const items = call[Symbol.asyncIterator]();
    assert.deepEqual(plain(await items.next()), { value: 1, done: false });
    assert.deepEqual(plain(await items.next()), { value: 'the end', done: true });
    assert.deepEqual(plain(await items.next()), { done: true });
  });

onEachWay('a failure comes behind the items, once', async (way) => {
  const call = way.app.Greet(2);
  const of = await begun(way, call);
  await way.item(of, '1');
  await way.error(of, 'app-error', 'no more');
  const items = call[Symbol.asyncIterator]();
  assert.deepEqual(plain(await items.next()), { value: 1, done: false });
  await assert.rejects(items.next(), { code: 'app-error', message: 'no more' });
  assert.deepEqual(plain(await items.next()), { done: true });
});

onEachWay('whoever loops over a call has its failure, and nobody else is told', async (way) => {
  const unhandled = [];
  const note = (error) => unhandled.push(error);
  process.on('unhandledRejection', note);
  const call = way.app.Greet(2);
  await nextTask();
  const refused = assert.rejects(collected(call), { message: 'no' });
  await way.error(way.calls()[0].of, 'app-error', 'no');
  await refused;
  const left = way.app.Greet(3);
  await nextTask();
  const of = way.calls()[1].of;
  const loop = (async () => {
    for await (const one of left) return one;
    return undefined;
  })();
  await way.item(of, '7');
  assert.equal(await loop, 7);
  await nextTask();
  await nextTask();
  process.off('unhandledRejection', note);
  assert.deepEqual(unhandled, []);
});

onEachWay('a loop that is left takes the call back', async (way) => {
  for (const leave of ['break', 'throw']) {
    const call = way.app.Greet(leave);
    const of = await begun(way, call);
    const loop = (async () => {
      for await (const one of call) {
        if (leave === 'break') break;
        throw new Error(`not ${one}`);
      }
      return 'left';
    })().catch((error) => error.message);
    await way.item(of, '1');
    assert.equal(await loop, leave === 'break' ? 'left' : 'not 1');
    await nextTask();
    assert.deepEqual(way.along().at(-1), { what: 'cancel', of });
    await assert.rejects(call, { code: 'cancelled' });
    await way.item(of, '2');
  }
  assert.equal(way.window.wails.stats.lateItems, 2);
});

onEachWay('cancel ends a loop with its error and drops what waits', async (way) => {
  const call = way.app.Greet(2);
  const of = await begun(way, call);
  const items = call[Symbol.asyncIterator]();
  for (const json of ['1', '2', '3']) await way.item(of, json);
  assert.equal((await items.next()).value, 1);
  call.cancel('enough');
  await nextTask();
  await assert.rejects(items.next(), { code: 'cancelled', message: 'enough' });
});

onEachWay('credit is given for what was taken, half a window at a time', async (way) => {
  const call = way.app.Greet(2);
  const of = await begun(way, call);
  const items = call[Symbol.asyncIterator]();
  const cost = window256k / 8;
  for (let i = 0; i < 8; i += 1) await way.item(of, String(i), cost);
  await nextTask();
  assert.deepEqual(way.along(), []);  // Nobody has taken any.
  for (let i = 0; i < 3; i += 1) await items.next();
  await nextTask();
  assert.deepEqual(way.along(), []);
  await items.next();
  await nextTask();
  const credit = { what: 'credit', of, stream: 0, bytes: window256k / 2 };
  assert.deepEqual(way.along(), [credit]);
  const waiting = [5, 6, 7, 8, 9].map(() => items.next());
  await way.item(of, '8', cost);
  await Promise.all(waiting);
  await nextTask();
  assert.deepEqual(way.along(), [credit, credit]);
});

// ------------------------------------------------------------------------------ argument streams

onEachWay('an async iterable goes out item by item, as far as it is asked for', async (way) => {
  const steps = [];
  async function* numbers() {
    try {
      for (let i = 0; i < 3; i += 1) {
        steps.push(i);
        yield { i };
      }
    } finally {
      steps.push('end');
    }
  }
  const call = way.app.Greet('sum', numbers());
  const of = await begun(way, call);
  assert.deepEqual(way.calls()[0].args, ['sum', { $stream: 1 }]);
  assert.deepEqual(steps, []);
  await way.credit(of, 1, 1);
  await nextTask();
  assert.deepEqual(steps, [0]);  // The first has used up all of it.
  await way.credit(of, 1, window256k);
  await nextTask();
  assert.deepEqual(steps, [0, 1, 2, 'end']);
  assert.deepEqual(way.along(), [
    ...[0, 1, 2].map((i) => ({ what: 'item', of, stream: 1, value: { i } })),
    { what: 'end', of, stream: 1 },
  ]);
  await way.result(of, '3');
  assert.equal(await call, 3);
});

onEachWay('its window counts bytes of UTF-8 and a frame for each item', async (way) => {
  let given = 0;
  async function* texts() {
    for (;;) {
      given += 1;
      yield 'é€𝄞';  // Nine bytes, two quotes, 32 for the frame.
    }
  }
  const call = way.app.Greet(texts());
  const of = await begun(way, call);
  await way.credit(of, 1, 2 * 43);
  await nextTask();
  assert.equal(given, 2);
  await way.credit(of, 1, 1);
  await nextTask();
  assert.equal(given, 3);
  call.cancel();
  await nextTask();
});

onEachWay('a source that throws is the stream\'s failure', async (way) => {
  async function* broken() {
    yield 1;
    throw new Error('no more: é');
  }
  const of = await begun(way, way.app.Greet(broken()));
  await way.credit(of, 1, window256k);
  await nextTask();
  assert.deepEqual(way.along().at(-1),
    { what: 'end', of, stream: 1, code: 'app-error', message: 'no more: é' });
});

onEachWay('an item that cannot be sent is the stream\'s failure, and its source ends', async (way) => {
  let hasEnded = false;
  async function* odd() {
    try {
      yield 10n;
    } finally {
      hasEnded = true;
    }
  }
  const of = await begun(way, way.app.Greet(odd()));
  await way.credit(of, 1, window256k);
  await nextTask();
  const { what, code, message } = way.along().at(-1);
  assert.deepEqual([what, code], ['end', 'app-error']);
  assert.match(message, /BigInt/);
  assert.ok(hasEnded);
});

onEachWay('a source ends with its call, however that ends, and when it is not wanted', async (way) => {
  const ends = {
    result: (of) => way.result(of, 'null'),
    error: (of) => way.error(of, 'backend-gone', 'gone'),
    cancel: (_, call) => { call.cancel(); },
    unwanted: (of) => way.credit(of, 1, 0, true),
  };
  for (const [name, end] of Object.entries(ends)) {
    for (const isBegun of [true, false]) {
      const returned = [];
      const source = {
        [Symbol.asyncIterator]: () => ({
          next: async () => ({ value: 1, done: false }),
          return: async () => { returned.push(name); return {}; },
        }),
      };
      const call = way.app.Greet(source);
      const of = await begun(way, call);
      if (isBegun) await way.credit(of, 1, 40);
      await end(of, call);
      await nextTask();
      const items = way.along().filter(({ what }) => what === 'item').length;
      await way.credit(of, 1, window256k);
      await nextTask();
      assert.deepEqual(returned, [name], `${name} ${isBegun}`);
      assert.equal(way.along().filter(({ what }) => what === 'item').length, items);
    }
  }
});

onEachWay('a ReadableStream is a stream where it has no iterator, too', async (way) => {
  let cancelled;
  const source = new ReadableStream({
    start(controller) {
      controller.enqueue('a');
      controller.enqueue('b');
    },
    cancel(reason) { cancelled = reason ?? 'cancelled'; },
  });
  Object.defineProperty(source, Symbol.asyncIterator, { value: undefined });
  const call = way.app.Greet(source);
  const of = await begun(way, call);
  await way.credit(of, 1, window256k);
  await nextTask();
  assert.deepEqual(way.along().map(({ value }) => value), ['a', 'b']);
  call.cancel();
  await nextTask();
  assert.equal(cancelled, 'cancelled');
});

onEachWay('a call that streams may be the argument of another', async (way) => {
  const from = way.app.Greet('from');
  const source = await begun(way, from);
  const to = await begun(way, way.app.Slow(from));
  await way.credit(to, 1, window256k);
  await way.item(source, '5');
  await way.result(source, 'null');
  await nextTask();
  assert.deepEqual(way.along().filter(({ of }) => of === to).map(({ what, value }) => [what, value]),
    [['item', 5], ['end', undefined]]);
});

// ------------------------------------------------------------------------------------- page offers

async function offered(way, name, fn) {
  const end = way.window.fairlead.offer(name, fn);
  await nextTask();
  const said = way.along().at(-1);
  assert.deepEqual([said.what, said.name], ['offer', name]);
  await way.accept(said.ask);
  await end.ready;
  return { end, handler: said.handler };
}

// Above what a number holds.
const request = '18446744073709551615';

onEachWay('a function of the page answers its caller', async (way) => {
  const { handler } = await offered(way, 'page.add', (a, b) => a + b);
  const other = await offered(way, 'page.later', async (a) => {
    await nextTask();
    return { a };
  });
  await way.serve(request, handler, '[1,2]');
  assert.deepEqual(way.along().at(-1), { what: 'result', of: request, value: 3 });
  await way.serve('7', other.handler, '["x"]');
  await nextTask();
  await nextTask();
  assert.deepEqual(way.along().at(-1), { what: 'result', of: '7', value: { a: 'x' } });
});

onEachWay('what it throws is an app-error with its words', async (way) => {
  const { handler } = await offered(way, 'page.no', async () => { throw new TypeError('not so'); });
  await way.serve(request, handler, '[]');
  await nextTask();
  assert.deepEqual(way.along().at(-1), {
    what: 'error', of: request, code: 'app-error', message: 'not so', data: { type: 'TypeError' },
  });
  const odd = await offered(way, 'page.odd', () => 10n);
  await way.serve(request, odd.handler, '[]');
  await nextTask();
  assert.match(way.along().at(-1).message, /^the result cannot be sent: /);
});

onEachWay('it tells of its progress, to a caller that listens, and hears that it is not wanted',
  async (way) => {
    const aborted = [];
    let free;
    const { handler } = await offered(way, 'page.work', async (steps, { signal, progress }) => {
      signal.addEventListener('abort', () => aborted.push(signal.reason.code));
      progress(steps);
      await new Promise((resolve) => { free = resolve; });
      progress('late');
      return 'too late';
    });
    await way.serve('1', handler, '[3]');
    assert.equal(way.along().at(-1).what, 'offer');
    await way.serve(request, handler, '[4]', 'progress');
    assert.deepEqual(way.along().at(-1), { what: 'progress', of: request, value: 4 });
    await way.cancelServed(request);
    free();
    await nextTask();
    assert.deepEqual(aborted, ['cancelled']);
    assert.equal(way.along().at(-1).what, 'progress');
  });

onEachWay('a generator is a stream of results, within the window of its caller', async (way) => {
  let hasEnded = false;
  const { handler } = await offered(way, 'page.count', async function* count(n) {
    try {
      for (let i = 0; i < n; i += 1) yield 'x'.repeat(128 << 10);
      return 'all';
    } finally {
      hasEnded = true;
    }
  });
  await way.serve('1', handler, '[5]');
  await nextTask();
  assert.deepEqual([way.along().at(-1).what, way.along().at(-1).code], ['error', 'bad-arguments']);
  await way.serve(request, handler, '[3]', 'items');
  await nextTask();
  const items = () => way.along().filter(({ what, of }) => what === 'item' && of === request).length;
  assert.equal(items(), 2);
  await way.creditToServed(request, 128 << 10);
  assert.equal(items(), 3);
  await way.creditToServed(request, 128 << 10);
  assert.deepEqual(way.along().at(-1), { what: 'result', of: request, value: 'all' });
  assert.ok(hasEnded);
  hasEnded = false;
  await way.serve('3', handler, '[9]', 'items');
  await nextTask();
  await way.cancelServed('3');
  await nextTask();
  assert.ok(hasEnded);
});

onEachWay('it reads the streams of its arguments', async (way) => {
  const { handler } = await offered(way, 'page.sum', async (numbers) => {
    let sum = 0;
    for await (const one of numbers) sum += one;
    return sum;
  });
  await way.serve(request, handler, '[{"$stream":1}]');
  assert.deepEqual(way.along().at(-1),
    { what: 'credit', of: request, stream: 1, bytes: window256k });
  for (const json of ['1', '2', '3']) await way.itemToServed(request, 1, json);
  await way.endToServed(request, 1);
  await nextTask();
  assert.deepEqual(way.along().at(-1), { what: 'result', of: request, value: 6 });
  await way.serve('2', handler, '[{"$stream":1}]');
  await way.endToServed('2', 1, 'app-error', 'dried up');
  await nextTask();
  assert.equal(way.along().at(-1).message, 'dried up');
  const first = await offered(way, 'page.first', async (numbers) => {
    for await (const one of numbers) return one;
    return undefined;
  });
  await way.serve('3', first.handler, '[{"$stream":1}]');
  await way.itemToServed('3', 1, '8');
  await nextTask();
  const [unwanted, result] = way.along().slice(-2);
  assert.deepEqual(unwanted, { what: 'credit', of: '3', stream: 1, bytes: 0, last: true });
  assert.equal(result.value, 8);
  await way.itemToServed('3', 1, '9');
  assert.equal(way.window.wails.stats.lateItems, 1);
});

onEachWay('an offer that is refused is said in the console, and may be made again', async (way) => {
  const { fairlead } = way.window;
  const end = fairlead.offer('tools.add', () => 1);
  assert.throws(() => fairlead.offer('tools.add', () => 2), /offered by this page already/);
  await nextTask();
  await way.refuse(way.along().at(-1).ask, 'denied', 'it is a plugin\'s');
  await assert.rejects(end.ready, { code: 'denied', message: 'it is a plugin\'s' });
  assert.deepEqual(way.reported, ['the page cannot offer \'tools.add\': it is a plugin\'s']);
  const again = await offered(way, 'tools.add', () => 2);
  again.end();
  again.end();
  await nextTask();
  assert.deepEqual([way.along().at(-1).what, way.along().at(-1).name], ['withdraw', 'tools.add']);
  assert.equal(way.along().filter(({ what }) => what === 'withdraw').length, 1);
  await way.serve(request, again.handler, '[]');
  assert.equal(way.along().at(-1).code, 'no-such-method');
});

// ------------------------------------------------------------------------ the channel in particular

test('bytes are attached to items and results, and count in the window', async () => {
  const way = ways['in-page']();
  let given = 0;
  async function* blocks() {
    for (;;) {
      given += 1;
      yield new Uint8Array(1000);
    }
  }
  const call = way.app.Greet(blocks());
  const of = await begun(way, call);
  // {"$bytes":0} and the table in front of it.
  await way.credit(of, 1, 32 + 8 + 16 + 12 + 1000);
  await nextTask();
  assert.equal(given, 1);
  assert.equal(way.frames.at(-1).attachments[0].bytes, 1000);
  const loop = collected(call);
  way.large(of, -4, 32 * 5000, '{"$bytes":0}', new Uint8Array([1, 2]));
  await way.result(of, 'null');
  assert.deepEqual((await loop).map((one) => [...one]), [[1, 2]]);
  const { handler } = await offered(way, 'page.bytes', (bytes) => bytes);
  way.large('18446744073709551615', -8, 32 * handler + 1, '[{"$bytes":0}]', new Uint8Array([3]));
  await nextTask();
  const { kind, name, attachments } = way.frames.at(-1);
  assert.deepEqual([kind, name, attachments[0].got], ['r', '18446744073709551615', [3]]);
  way.large('4', -8, 32 * handler, '[{"$bytes":0}]', new Uint8Array([3]));
  await nextTask();
  assert.deepEqual([way.frames.at(-1).body, way.frames.at(-1).attachments], ['"Aw=="', []]);
});

test('what the ring does not take ends the call on both sides', async () => {
  const way = ways['in-page']();
  async function* one() { yield 1; }
  const call = way.app.Greet(one());
  const of = await begun(way, call);
  way.refuseWith(({ kind, id }) => kind === 't' ? `t${id} 9\n` : null);
  await way.credit(of, 1, 1000);
  await assert.rejects(call, { code: 'too-large' });
  await nextTask();
  assert.deepEqual(way.along().at(-1), { what: 'cancel', of });
  const { handler } = await offered(way, 'page.big', () => 'x');
  way.refuseWith(({ kind, name }) => kind === 'r' ? `r${name} 9\n` : null);
  await way.serve(request, handler, '[]');
  await nextTask();
  assert.equal(way.along().at(-1).what, 'result');  // Its caller is told by whoever refused it.
});

test('an item that is no JSON ends its call', async () => {
  const way = ways['in-page']();
  const call = way.app.Greet(1);
  const of = await begun(way, call);
  way.large(of, -4, 32 * 40, '{nonsense}');
  await assert.rejects(call, { code: 'protocol-error' });
  await nextTask();
  assert.deepEqual(way.along().at(-1), { what: 'cancel', of });
  way.large('9', -8, 0, '{nonsense}');
  await nextTask();
  assert.deepEqual([way.along().at(-1).of, way.along().at(-1).code], ['9', 'protocol-error']);
});

test('a call taken back before the way is known never goes out', async () => {
  for (const known of ['opened', 'closed']) {
    const { app, native, frames, posted } = channelWindow();
    const call = app.Greet('x');
    call.cancel();
    await assert.rejects(call, { code: 'cancelled' });
    native[known]('no');
    await nextTask();
    assert.deepEqual([frames, posted], [[], []]);
  }
});

test('a call with a stream that waited for the way goes by messages, and so do its items', async () => {
  const { app, native, posted, window } = channelWindow();
  async function* one() { yield 'é'; }
  app.Greet(one()).catch(() => {});
  native.closed('no');
  const { args, callbackID } = JSON.parse(posted[0].slice(1));
  assert.deepEqual(args, [{ $stream: 1 }]);
  window.wails.Callback(JSON.stringify(
    { live: 'credit', stream: 1, bytes: 100, callbackid: callbackID }));
  await nextTask();
  assert.equal(posted[1], `FI{"callbackID":"${callbackID}","stream":1,"item":"é"}`);
});

test('when the channel ends, streams fail, served calls are aborted, offers go by messages',
  async () => {
    const way = ways['in-page']();
    const { window, native, posted, frames } = way;
    let signal;
    const { handler } = await offered(way, 'page.wait', (context) => {
      ({ signal } = context);
      return new Promise(() => {});
    });
    await way.serve(request, handler, '[]');
    const call = way.app.Greet(1);
    const of = await begun(way, call);
    const loop = assert.rejects(collected(call), { code: 'backend-gone' });
    await way.item(of, '1');
    const open = window.fairlead.offer('page.other', () => 1);  // Not yet answered.
    await nextTask();
    native.closed('the broker has gone');
    await loop;
    assert.equal(signal.reason.code, 'backend-gone');
    const offers = posted.filter((message) => message.startsWith('FO')).map((message) =>
      JSON.parse(message.slice(2)));
    assert.deepEqual(offers.map(({ name }) => name), ['page.wait', 'page.other']);
    for (const { callbackID } of offers) {
      window.wails.Callback(JSON.stringify({ result: null, error: null, callbackid: callbackID }));
    }
    await open.ready;

    frames.length = posted.length = 0;
    native.opened();
    for (let barrier = 0; barrier < 2; barrier += 1) {  // See page_channel_test.mjs.
      const { callbackID } = JSON.parse(posted[barrier].slice(2));
      window.wails.Callback(JSON.stringify({ result: null, error: null, callbackid: callbackID }));
      await nextTask();
    }
    assert.equal(posted.length, 2);  // Nothing is withdrawn.
    assert.deepEqual(way.along().filter(({ what }) => what === 'offer').map(({ name }) => name),
      ['page.wait', 'page.other']);
  });

test('a call served by messages goes on when the page has a channel again', async () => {
  const way = ways['in-page']();
  const { window, native, posted } = way;
  const asked = [];
  await offered(way, 'page.wait', (context) =>
    new Promise((resolve) => asked.push({ context, resolve })));
  native.closed('the broker has gone');
  window.wails.Callback('{"args":[],"live":"call","handler":0,"takes":0,"request":"77"}');
  await nextTask();
  posted.length = 0;
  native.opened();
  await nextTask();
  await nextTask();
  assert.equal(asked[0].context.signal.aborted, false);
  asked[0].resolve('late');
  await nextTask();
  assert.ok(posted.includes('FR{"request":"77","result":"late"}'));
});

test('calls that end with their broker are taken back from the next one, if it has them', async () => {
  const way = ways['by messages']();
  const { app, window } = way;
  const call = app.Slow(1);
  const of = await begun(way, call);
  const ends = [];
  window.wails.callbacks.mine = { resolve() {}, reject: ({ code }) => ends.push(code) };
  window._fairlead.deliver(['', 1, ['x', 'the broker has gone']]);
  await assert.rejects(call, { code: 'backend-gone' });
  assert.deepEqual(ends, ['backend-gone']);
  assert.deepEqual(way.along(), [{ what: 'cancel', of }]);
});

test('without its channel a page offers to the next broker by messages', async () => {
  const way = ways['in-page']();
  const { window, native, posted } = way;
  await offered(way, 'page.greet', () => 'hi');
  native.closed('the broker has gone');
  await nextTask();
  posted.length = 0;
  window._fairlead.deliver(['', 1, ['o', '']]);
  await nextTask();
  assert.deepEqual(posted.filter((one) => one.startsWith('FO')).map((one) =>
    JSON.parse(one.slice(2)).name), ['page.greet']);
});
