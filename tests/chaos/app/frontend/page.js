// SPDX-License-Identifier: MIT
//
// page — the page's side of a chaos run: runs the errands that it is given, keeps their ends until
// somebody has asked for them, offers functions, and hears series of events.

const incarnation = `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
const emitters = ['tool-1', 'tool-2', 'alpha', 'beta'];
const open = new Map();     // id → errand
const settled = new Map();  // id → [id, ok, right, code, words, times]
const series = { heard: 0, gaps: 0, wrong: 0, firstGap: '', firstWrong: '', of: {} };
let emitted = 0, checked = 0, rows = 0;

// -- the same as content.hpp ----------------------------------------------------------------------

const letters = ['a', 'Z', '"', '\\', '\n', '\t', 'é', 'ß', '€', '😀', '/', ' '];
const lengths = letters.map((one) => new TextEncoder().encode(one).length);

function textOf(seed, size) {
  const parts = [];
  for (let i = 0, length = 0; length < size; i += 1) {
    const which = (seed + i * 7 + (i >> 5)) % letters.length;
    parts.push(letters[which]);
    length += lengths[which];
  }
  return parts.join('');
}

function bytesOf(seed, size) {
  const made = new Uint8Array(size);
  for (let i = 0; i < size; i += 1) made[i] = (seed * 31 + i * 7 + (i >> 8)) & 0xff;
  return made;
}

function checksum(data) {
  let sum = 2166136261;
  for (const one of data) sum = Math.imul(sum ^ one, 16777619);
  return sum >>> 0;
}

/** By messages bytes are base64, as in Wails. */
function received(data) {
  return typeof data === 'string' ? Uint8Array.from(atob(data), (one) => one.charCodeAt(0)) : data;
}

function same(a, b) {
  checked += b.length;
  return a.length === b.length && a.every((one, i) => one === b[i]);
}

async function* upTo(n) {
  for (let i = 0; i < n; i += 1) yield i;
}

// -- errands
// ---------------------------------------------------------------------------------------

/** @return {Promise<[boolean, string]>} whether it is right, and what is not */
async function run({ kind, method, peer, size, seed, deadline, cancel }) {
  const call = (...args) => {
    const made = window.fairlead.call(method, args, deadline > 0 ? { timeout: deadline } : {});
    if (cancel && kind !== 'leave') made.cancel('no longer');
    return made;
  };
  const inner = (said) => {
    if (!said.startsWith('!')) return said;
    throw Object.assign(new Error('of the inner call'), { code: said.slice(1) });
  };
  const reversed = method.startsWith('conform.');
  switch (kind) {
    case 'text': {
      const sent = textOf(seed, size);
      checked += size;
      return [(await call(sent)) === sent, 'another text'];
    }
    case 'turn': {
      const sent = bytesOf(seed, size);
      const back = received(await call(sent.slice()));
      return [same(back, reversed ? sent.reverse() : sent), 'other bytes'];
    }
    case 'digest': {
      const sent = bytesOf(seed, size);
      checked += size;
      return [(await call(sent)) === checksum(bytesOf(seed, size)), 'another checksum'];
    }
    case 'make': return [same(received(await call(seed, size)), bytesOf(seed, size)), 'other bytes'];
    case 'later': return [(await call('later', size)) === 'later', 'another text'];
    case 'hold': await call(); return [true, ''];
    case 'fail': await call('as told'); return [true, ''];
    case 'count':
    case 'leave': {
      let next = 0, wrong = '';
      const until = kind === 'leave' ? 1 + (seed % (size + 1)) : Infinity;
      for await (const one of call(size)) {
        if (one !== next) wrong = `item ${next} is ${one}`;
        next += 1;
        if (next >= until) break;
      }
      if (kind === 'count' && next !== size) wrong = `${next} items of ${size}`;
      return [wrong === '', wrong];
    }
    case 'chunks': {
      let next = 0, wrong = '';
      for await (const one of call(7, size)) {
        if (!same(received(one), bytesOf(next, size))) wrong = `item ${next} has other bytes`;
        next += 1;
      }
      if (next !== 7) wrong = `${next} items of 7`;
      return [wrong === '', wrong];
    }
    case 'sum': return [(await call(upTo(size))) === size * (size - 1) / 2, 'another sum'];
    case 'ask': {
      const sent = textOf(seed, size);
      return [inner(await call(peer, sent)) === sent, 'another text'];
    }
    case 'sum_of': {
      const sum = await call(peer, size);
      if (sum === -1) inner('!backend-gone');
      return [sum === size * (size - 1) / 2, 'another sum'];
    }
    case 'row': {
      const number = ++rows;  // Errands may come in another order than they were drawn in.
      return [(await call(number)) === number, 'another number'];
    }
    default: return [false, `nobody knows the errand ${kind}`];
  }
}

function end(id, ok, right, code, words) {
  const times = settled.has(id) ? settled.get(id)[5] + 1 : 1;
  open.delete(id);
  settled.set(id, [id, ok, right, String(code), String(words), times]);
}

function begin(errand) {
  open.set(errand.id, errand);
  run(errand).then(([right, words]) => end(errand.id, true, right, '', right ? '' : words),
                   (error) => end(errand.id, false, true, error.code ?? `thrown: ${error.name}`,
                                  error.message));
}

// -- what others may ask
// ---------------------------------------------------------------------------

const offered = {
  'page.begin': (errands) => { errands.forEach(begin); return incarnation; },
  'page.account': (seen) => {
    for (const id of seen) settled.delete(id);
    const list = [...settled.values()].slice(0, 2000);
    const { lateReplies, staleTurns, repeatedTurns, failedItems } = window.wails.stats;
    return { incarnation, path: window.wails.path, open: [...open.keys()], settled: list,
             more: settled.size > list.length, checked, emitted, series,
             stats: { lateReplies, staleTurns, repeatedTurns, failedItems } };
  },
  'page.forgive': () => { series.gaps = 0; series.firstGap = ''; },
  'page.emit': (count) => {
    for (let i = 0; i < count; i += 1) {
      emitted += 1;
      window.runtime.EventsEmit('chaos/series/page', 'page', incarnation, emitted);
    }
    return emitted;
  },
  'page.reload': () => {
    setTimeout(() => location.reload(), 0);
    return incarnation;
  },
  'page.text': (text) => text,
  'page.turn': (data) => data,
  'page.fail': (words) => { throw new Error(words); },
  'page.hold': (call) => new Promise((resolve) => {
    call.signal.addEventListener('abort', () => resolve(null));
  }),
  'page.count': (n) => upTo(n),
};

/** As series.hpp has it. */
const lasts = new Map();
function hear(emitter, which, number) {
  series.heard += 1;
  const key = `${emitter} ${which}`;
  const before = lasts.get(key) ?? 0;
  const what = `${key}: ${number} after ${before}`;
  if (number <= before) {
    series.wrong += 1;
    series.firstWrong ||= what;
    return;
  }
  if (before !== 0 && number !== before + 1) {
    series.gaps += 1;
    series.firstGap ||= what;
  }
  lasts.set(key, number);
  series.of[emitter] = { incarnation: which, last: number };
}

for (const emitter of emitters) window.runtime.EventsOn(`chaos/series/${emitter}`, hear);
for (const [name, run] of Object.entries(offered)) window.fairlead.offer(name, run);
