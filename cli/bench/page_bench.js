// SPDX-License-Identifier: MIT
//
// page_bench — the page that measures itself: calls, events and payloads, the same code on every
// path. Times are wails.now()'s, in microseconds: performance.now() steps by a whole millisecond.
const echo = window.go.bench.Echo;
const now = window.wails.now;
const sequential = 3000;
const atOnce = 1000;
const rounds = 15;
const repeats = 5;
const burst = 100000;

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

async function roundTrips() {
  const text = 'x'.repeat(64);
  for (let i = 0; i < 500; i += 1) await echo.Text(text);
  const times = [];
  for (let i = 0; i < sequential; i += 1) {
    const begun = now();
    await echo.Text(text);
    times.push(now() - begun);
  }
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.floor(times.length * share)];
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99) };
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

/** Milliseconds, the median of a few; the first one warms up and does not count. */
async function timed(action) {
  const times = [];
  for (let i = 0; i <= repeats; i += 1) {
    const begun = now();
    await action();
    if (i > 0) times.push((now() - begun) / 1e3);
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
  return { per_s: heard / (now() - begun) * 1e6, sent, heard, misplaced };
}

async function run() {
  const wailsStyle = window.wails.path === 'messages (wails-style)';
  while (window.wails.path === 'asking') await new Promise((resolve) => setTimeout(resolve, 1));
  await echo.Text('');
  window.runtime.EventsEmit('bench.started');
  const result = {
    page_path: window.wails.path,
    rtt_us: await roundTrips(),
    calls_per_s: await callsPerSecond(),
    payloads: [],
  };
  for (const bytes of [1 << 10, 64 << 10, 1 << 20, 16 << 20]) {
    result.payloads.push(await payload(bytes));
  }
  // Answered in the window's own process there is nobody to emit any.
  if (!wailsStyle) result.events = await eventsPerSecond();
  window.runtime.EventsEmit('bench.page', result);
}

run().catch((error) => window.runtime.EventsEmit('bench.failed', `${error}\n${error.stack}`));
