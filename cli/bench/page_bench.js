// SPDX-License-Identifier: MIT
//
// page_bench — the page that measures itself: calls, events and payloads, the same code on every
// path. Times are wails.now()'s, in microseconds: performance.now() steps by a whole millisecond.
const echo = window.go.bench.Echo;
const now = window.wails.now;
const cold = 1000;       // The first calls of all, told apart from
const warmUp = 5000;     // those that nobody counts: after them the engine compiles no more, and
const sequential = 6000;  // from these.
const atOnce = 1000;
const rounds = 11;
const burst = 100000;
const block = 1 << 20;
const blocks = 100;
const fewest = 3;          // Of each payload, in each window.
const most = 25;
const timeForEach = 250e3;

/** Of a sorted list, also between two of them. */
function at(sorted, share) {
  const place = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (above - below) * (place % 1);
}
const median = (values) => at([...values].sort((a, b) => a - b), 0.5);

/** One call after the other; nothing is allocated for a time that is taken. */
async function timesOf(calls) {
  const text = 'x'.repeat(64);
  const times = new Float64Array(calls);
  for (let i = 0; i < calls; i += 1) {
    const begun = now();
    await echo.Text(text);
    times[i] = now() - begun;
  }
  return times;
}

function percentiles(times) {
  const sorted = times.sort();
  return { p50: at(sorted, 0.5), p90: at(sorted, 0.9), p99: at(sorted, 0.99) };
}

async function roundTrips() {
  const first = percentiles(await timesOf(cold));
  await timesOf(warmUp);
  return { hot: percentiles(await timesOf(sequential)), first };
}

async function callsPerSecond() {
  const text = 'x'.repeat(64);
  const rates = [];
  for (let i = 0; i < rounds; i += 1) {
    const begun = now();
    await Promise.all(Array.from({ length: atOnce }, () => echo.Text(text)));
    rates.push(atOnce / (now() - begun) * 1e6);
  }
  return median(rates);
}

/** Milliseconds, the median of as many as find time, the same on every path; the first one warms up
 *  and does not count. */
async function timed(action) {
  const times = [];
  await action();
  const until = now() + timeForEach;
  while (times.length < fewest || (now() < until && times.length < most)) {
    const begun = now();
    await action();
    times.push((now() - begun) / 1e3);
  }
  return median(times);
}

function expect(got, wanted, what) {
  if (got !== wanted) throw new Error(`${what}: ${got} instead of ${wanted}`);
}

function fromBase64(text) {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i += 1) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

async function payload(bytes) {
  const text = 'x'.repeat(bytes);
  const binary = new Uint8Array(bytes).fill(120);
  return {
    bytes,
    string_ms: {
      up: await timed(async () => expect(await echo.TextSize(text), bytes, 'string up')),
      down: await timed(async () =>
        expect((await echo.MakeText(bytes)).length, bytes, 'string down')),
    },
    binary_ms: {
      up: await timed(async () => expect(await echo.BytesSize(binary), bytes, 'binary up')),
      down: await timed(async () => {
        const got = await echo.MakeBytes(bytes);
        const all = typeof got === 'string' ? fromBase64(got) : got;
        expect(all.length, bytes, 'binary down');
      }),
    },
  };
}

async function eventsPerSecond() {
  let heard = 0;
  let misplaced = 0;
  let all;
  const done = new Promise((resolve) => { all = resolve; });
  window.runtime.EventsOn('bench.tick', (i) => {
    if (i !== heard) misplaced += 1;
    heard += 1;
    if (heard === burst) all();
  });
  await echo.Text('');  // The subscription is in force behind it.
  const begun = now();
  const sent = await echo.Burst(burst);
  const late = new Promise((resolve) => setTimeout(resolve, 20000));
  await Promise.race([done, late]);
  const perSecond = heard / (now() - begun) * 1e6;
  expect(sent, burst, 'events sent');
  expect(heard, burst, 'events heard');
  expect(misplaced, 0, 'events out of order');
  return perSecond;
}

/** A stream of small items, and one of large ones, against single calls for as much of each. */
async function streams() {
  const perSecond = async (count, action) => {
    const begun = now();
    await action(count);
    return count / (now() - begun) * 1e6;
  };
  const looped = (open) => (count) => perSecond(count, async () => {
    let seen = 0;
    for await (const one of open(count)) seen += one === undefined ? 0 : 1;
    expect(seen, count, 'items');
  });
  const called = (ask) => (count) => perSecond(count, async () => {
    for (let i = 0; i < count; i += 1) await ask(i);
  });
  const ways = {
    items_per_s: [looped(echo.Items), burst],
    calls_in_a_row_per_s: [called(echo.Item), burst / 10],
    blocks_per_s: [looped((count) => echo.Blocks(count, block)), blocks],
    block_calls_per_s: [called(() => echo.MakeBytes(block)), blocks],
  };
  const all = {};
  for (const [name, [measure, count]] of Object.entries(ways)) {
    await measure(count / 10);
    all[name] = median([await measure(count), await measure(count), await measure(count)]);
  }
  return all;
}

/** One call after the other, for so many milliseconds. */
async function steady(length) {
  const text = 'x'.repeat(64);
  const times = [];
  const begun = now();
  const until = begun + length * 1e3;
  for (let last = begun; last < until;) {
    await echo.Text(text);
    const ended = now();
    times.push(ended - last);
    last = ended;
  }
  const all = times.length / (now() - begun) * 1e6;
  return { calls_per_s: all, ...percentiles(Float64Array.from(times)) };
}

const failed = (error) => window.runtime.EventsEmit('bench.failed', `${error}\n${error.stack}`);

async function run() {
  const go = new Promise((resolve) => { window.runtime.EventsOnce('bench.go', resolve); });
  window.runtime.EventsOn('bench.steady', (length) => {
    steady(length).then((all) => window.runtime.EventsEmit('bench.steady.done', all), failed);
  });
  await echo.Text('');
  while (window.wails.path === 'asking') await new Promise((resolve) => setTimeout(resolve, 1));
  window.runtime.EventsEmit('bench.started', window.wails.path);
  await go;
  const trips = await roundTrips();
  const result = {
    rtt_us: trips.hot,
    rtt_cold_us: trips.first,
    calls_per_s: await callsPerSecond(),
    payloads: [],
  };
  for (const bytes of [1 << 10, 64 << 10, 1 << 20, 16 << 20]) {
    result.payloads.push(await payload(bytes));
  }
  // Answered in the window's own process there is nobody to emit any.
  if (window.wails.path !== 'messages (wails-style)') {
    result.events_per_s = await eventsPerSecond();
    result.streams = await streams();
  }
  window.runtime.EventsEmit('bench.page', result);
}

run().catch(failed);
