// SPDX-License-Identifier: MIT
//
// live_ways — a page on either of its ways to the broker, with the same questions to each: what it
// has sent along its calls, and what is sent to it.
import { channelWindow, nextTask } from './channel_window.mjs';

const kinds = {
  x: 'cancel', t: 'item', a: 'item', k: 'credit', g: 'credit', r: 'result', f: 'error',
  p: 'progress', o: 'offer', w: 'withdraw',
};
const letters = {
  X: 'cancel', I: 'item', K: 'credit', L: 'end', R: 'result', E: 'error', P: 'progress', O: 'offer',
  W: 'withdraw',
};
const codes = [
  '', 'app-error', 'no-such-method', 'bad-arguments', 'denied', 'timeout', 'cancelled',
  'overloaded', 'backend-gone', 'too-large', 'protocol-error',
];

const takes = { binary: 1, progress: 2, items: 4 };
const takesOf = (names) => names.reduce((sum, name) => sum + takes[name], 0);

/** On its own channel. */
function inPage() {
  const parts = channelWindow();
  parts.native.opened();
  const { frames, small } = parts;
  const send = (...numbers) => {
    small(...numbers);
    return nextTask();
  };

  const described = ({ kind, id, name, more, to, body }) => {
    const numbers = Object.fromEntries((more ? more.split(' ') : [])
      .map((one) => [one[0], Number(one.slice(1))]));
    const isLast = numbers.l === 1;
    const what = kind === 't' && isLast ? 'end' : kinds[kind];
    const isServed = 'agrfp'.includes(kind);
    const all = { what, of: 'ow'.includes(kind) ? undefined : isServed ? name : id };
    if ('tagk'.includes(kind)) all.stream = Number(to.slice(1));
    if ('kg'.includes(kind)) Object.assign(all, { bytes: numbers.v, last: isLast || undefined });
    if ('tarp'.includes(kind) && !isLast) all.value = JSON.parse(body);
    if (kind === 'f' || (isLast && numbers.e !== undefined)) {
      const text = Buffer.from(body);
      all.code = codes[numbers.e];
      all.message = text.subarray(0, numbers.v).toString();
      if (numbers.v < text.length) all.data = JSON.parse(text.subarray(numbers.v).toString());
    }
    if (kind === 'o') Object.assign(all, { name: to.slice(1), handler: numbers.v, ask: id });
    if (kind === 'w') Object.assign(all, { name: to.slice(1), ask: id });
    return JSON.parse(JSON.stringify(all));
  };

  return {
    ...parts,
    calls: () => frames.filter(({ kind }) => kind === 'c')
      .map(({ id, to, body }) => ({ of: id, name: to.slice(1), args: JSON.parse(body) })),
    along: () => frames.filter(({ kind }) => kind in kinds).map(described),
    result: (of, json) => send(`${of},0,9,${json}`),
    error: (of, code, message) =>
      send(`${of},${codes.indexOf(code)},9,${JSON.stringify({ message })}`),
    item: (of, json, cost = 33) => send(`${of},-4,${32 * cost},${json}`),
    progress: (of, json) => send(`${of},-5,0,${json}`),
    credit: (of, stream, bytes, last = false) =>
      send(`${of},-6,${32 * bytes + stream},${last ? 1 : 0}`),
    serve: (request, handler, args, ...names) =>
      send(`"${request}",-8,${32 * handler + takesOf(names)},${args}`),
    cancelServed: (request) => send(`"${request}",-9,0,null`),
    itemToServed: (request, stream, json, cost = 33) =>
      send(`"${request}",-4,${32 * cost + stream},${json}`),
    endToServed: (request, stream, code, message) =>
      send(`"${request}",-7,${32 * codes.indexOf(code ?? '') + stream},` +
        JSON.stringify(code ? { message } : null)),
    creditToServed: (request, bytes) => send(`"${request}",-6,${32 * bytes},0`),
    accept: (ask) => send(`${ask},0,4,null`),
    refuse: (ask, code, message) =>
      send(`${ask},${codes.indexOf(code)},4,${JSON.stringify({ message })}`),
  };
}

/** By messages. */
function byMessages() {
  const parts = channelWindow();
  parts.native.closed('asked for');
  const { posted, window } = parts;
  const back = (object) => {
    window.wails.Callback(JSON.stringify(object));
    return nextTask();
  };
  const isAlong = (message) => message[0] === 'F';

  const described = (message) => {
    const { callbackID, request, item, result, progress, ...more } = JSON.parse(message.slice(2));
    const what = letters[message[1]];
    const all = { what, ...more };
    if (what === 'offer' || what === 'withdraw') all.ask = callbackID;
    else all.of = callbackID ?? request;
    const value = { item, result, progress }[what];
    if (value !== undefined) all.value = value;
    return all;
  };

  return {
    ...parts,
    calls: () => posted.filter((message) => message[0] === 'C')
      .map((message) => JSON.parse(message.slice(1)))
      .map(({ name, args, callbackID }) => ({ of: callbackID, name, args })),
    along: () => posted.filter(isAlong).map(described),
    result: (of, json) => back({ result: JSON.parse(json), error: null, callbackid: of }),
    error: (of, code, message) => back({ result: null, error: message, callbackid: of, code }),
    item: (of, json, cost = 33) =>
      back({ live: 'item', item: JSON.parse(json), cost, callbackid: of }),
    progress: (of, json) => back({ live: 'progress', progress: JSON.parse(json), callbackid: of }),
    credit: (of, stream, bytes, last) =>
      back({ live: 'credit', stream, bytes, last, callbackid: of }),
    serve: (request, handler, args, ...names) => back({
      live: 'call', request, handler, args: JSON.parse(args), takes: takesOf(names),
    }),
    cancelServed: (request) => back({ live: 'cancel', request }),
    itemToServed: (request, stream, json, cost = 33) =>
      back({ live: 'item', request, stream, item: JSON.parse(json), cost }),
    endToServed: (request, stream, code, message) =>
      back({ live: 'end', request, stream, code, message }),
    creditToServed: (request, bytes) => back({ live: 'credit', request, stream: 0, bytes }),
    accept: (ask) => back({ result: null, error: null, callbackid: ask }),
    refuse: (ask, code, message) => back({ result: null, error: message, callbackid: ask, code }),
  };
}

export const ways = { 'in-page': inPage, 'by messages': byMessages };
