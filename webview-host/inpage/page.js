// SPDX-License-Identifier: MIT
//
// page — the page's own channel to the broker, seen from JavaScript: frames out by the microtask,
// results and events in by the turn of the loop.
//
// The web-process half runs this in the window object of an own main document, before any other
// script, so no content policy of the page has a say in it. It is called with the native functions,
// which are thus never a property of anything; it returns what the native side calls, and leaves
// window._fairleadPage, which runtime.js takes away.
//
// Native and JavaScript share one buffer, the scratch: `words` in front, bytes behind. Texts and
// bytes go through it piece by piece, because every string conversion of JavaScriptCore's own is
// five to ten times slower than TextDecoder (measured), and because a buffer whose address was
// taken can never be transferred again: so it must not be the app's.
//
//   send(lines)   frames, see page_lines.hpp; null, or "<letter><id> <errc>\n…" of those not taken
//   expect(n)     a text of about n characters begins; put() brings it
//   attach(n)     an attachment of n bytes begins; put() fills it
//   put(n)        n bytes of the scratch belong to that attachment, or to a text if none has begun
//   pull()        the next piece of what large() announced is in the scratch; how many bytes
//   land(b)       as pull(), but into the buffer b, as much as it holds
(function (native) {
  'use strict';

  const { parse, stringify } = JSON;
  const { send, expect, attach, put, pull, land } = native;
  const { setTimeout, clearTimeout } = window;
  const headBytes = 256;
  const roomBytes = 256 << 10;
  const scratch = new ArrayBuffer(headBytes + roomBytes);
  const words = new Float64Array(scratch, 0, headBytes / 8);
  const room = new Uint8Array(scratch, headBytes);
  const quads = new Uint32Array(scratch, headBytes);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const encoder = new TextEncoder();

  const batchChars = 64 << 10;  // More waits for no microtask.
  const largeChars = 16 << 10;  // From here on a text goes through the scratch.
  const earlyMax = 16384;

  // As in turn_text.hpp.
  const codeOf = {
    callback: -1, event: -2, log: -3, item: -4, progress: -5, credit: -6, end: -7,
    served: -8, cancelled: -9, protocolError: 10,
  };
  const codes = [
    '', 'app-error', 'no-such-method', 'bad-arguments', 'denied', 'timeout', 'cancelled',
    'overloaded', 'backend-gone', 'too-large', 'protocol-error',
  ];

  // ---------------------------------------------------------------------------- which way

  let state = 'asking';  // Then 'open' or 'closed'; and both again if another is given.
  let closedBecause = '';
  let handler = null;
  let early = [];
  let moving = null;  // The events that are held back while the page comes back to its channel.

  /** Runs one of the two, at once or when it is known which. False: too many wait already. */
  function whenKnown(go, otherwise) {
    if (state === 'open') go();
    else if (state === 'closed') otherwise();
    else if (early.length < earlyMax) early.push([go, otherwise]);
    else return false;
    return true;
  }

  function known(which) {
    const waiting = early;
    early = [];
    for (const one of waiting) {
      try {
        one[which]();
      } catch (error) {
        report(error);
      }
    }
  }

  const report = (error) =>
    typeof window.reportError === 'function' ? window.reportError(error) : console.error(error);

  function opened() {
    const isReturn = state === 'closed' && handler !== null;
    state = isReturn ? 'asking' : 'open';
    if (isReturn) {
      moving = [];
      handler.opened(comeBack(moving));
    } else {
      known(0);
      flush();
    }
  }

  /** The page goes by messages, and has a channel again. Until finish() all that it sends waits, and
   *  so do events: what was sent and heard by messages comes first. */
  const comeBack = (mine) => ({
    isOpen: () => moving === mine,
    /** In place of the host; `told` is called for each that is in force, or is refused. */
    subscribe(names, told) {
      for (const name of names) subscribe(name, ' e1', told);
    },
    /** Also when that channel has ended meanwhile: what it brought is heard. */
    finish() {
      for (const [name, value] of mine) hear(name, value);
      if (moving !== mine) return;
      moving = null;
      state = 'open';
      known(0);
      flush();
    },
  });

  function hear(name, value) {
    try {
      handler.event(name, value);
    } catch (error) {
      report(error);
    }
  }

  function closed(reason) {
    const wasOpen = state === 'open' || moving !== null;
    moving = null;
    state = 'closed';
    closedBecause = reason;
    lines = '';
    const ids = [...invoked.values()];
    const lessons = [...asked.values()];
    invoked.clear();
    asked.clear();
    routes.clear();
    topics.clear();
    known(1);
    if (!wasOpen) return;
    for (const id of ids) callBack(refusal(id, 8, reason));
    for (const { done } of lessons) if (done !== undefined) done(codes[8], reason);
    if (handler) handler.closed(reason);
  }

  // --------------------------------------------------------------------------------- sending

  let lines = '';
  let scheduled = false;
  let lastId = 0;
  const asked = new Map();    // id → what its answer teaches: a method's or a topic's name.
  const routes = new Map();   // method → route
  const topics = new Map();   // route → topic
  const invoked = new Map();  // id → callback id of a raw text

  function flush() {
    scheduled = false;
    if (lines === '' || (state !== 'open' && moving === null)) return;
    const text = lines;
    lines = '';
    const refused = send(text);
    if (refused) refuse(refused);
  }

  function push(line) {
    lines += line;
    if (lines.length > batchChars) flush();
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(flush);
  }

  const why = [];
  why[7] = 'the broker does not keep up with this page';
  why[9] = 'what was to be sent is above the limit';

  function refuse(refused) {
    for (const one of refused.split('\n')) {
      if (one === '') continue;
      const letter = one[0].toLowerCase();
      const [name, code] = one.slice(1).split(' ');
      const text = why[code] || 'it cannot be sent';
      if ('rfag'.includes(letter)) handler?.refusedAnswer(name, codes[code], text);
      else if ('tk'.includes(letter)) handler?.breakOff(Number(name), codes[code], text);
      else refuseCall(Number(name), code, text);
    }
  }

  function refuseCall(id, code, text) {
    const lesson = asked.get(id);
    asked.delete(id);
    if (lesson?.done) {
      lesson.done(codes[code], text);
    } else if (lesson?.topic !== undefined) {
      handler?.deaf(lesson.topic, text);
      lesson.told();
    } else if (invoked.has(id)) {
      const callbackID = invoked.get(id);
      invoked.delete(id);
      callBack(refusal(callbackID, code, text));
    } else if (handler) {
      handler.settle(id, codes[code], { message: text });
    }
  }

  /** Whoever is sending does not know its number yet. */
  const refuseSoon = (refused) => queueMicrotask(() => refuse(refused));

  const refusal = (callbackid, code, error) =>
    stringify({ result: null, error, callbackid, code: codes[code] });

  // What JSON writes otherwise within a string.
  const isEscaped = new Uint8Array(128).fill(1, 0, 32);
  isEscaped[34] = 1;
  isEscaped[92] = 1;
  const escapes = 1 << 16;

  /** A piece of text into the scratch, a byte a unit: right if the result is below 128. `escapes`
   *  is set in it where JSON has any. Four units a store: twice as quick, and quicker than
   *  encodeInto (measured). */
  function narrow(text, begin, end) {
    let seen = 0;
    let escaped = 0;
    let at = begin;
    for (let to = 0; at + 3 < end; at += 4, to += 1) {
      const a = text.charCodeAt(at);
      const b = text.charCodeAt(at + 1);
      const c = text.charCodeAt(at + 2);
      const d = text.charCodeAt(at + 3);
      seen |= a | b | c | d;
      escaped |= isEscaped[a & 127] | isEscaped[b & 127] | isEscaped[c & 127] | isEscaped[d & 127];
      quads[to] = a | b << 8 | c << 16 | d << 24;
    }
    for (; at < end; at += 1) {
      const unit = text.charCodeAt(at);
      seen |= unit;
      escaped |= isEscaped[unit & 127];
      room[at - begin] = unit;
    }
    return escaped === 0 ? seen : seen | escapes;
  }

  /** The text's UTF-8 into the scratch and on, piece by piece. */
  function putText(text) {
    for (let at = 0; at < text.length;) {
      let end = Math.min(at + roomBytes, text.length);
      if ((narrow(text, at, end) & ~escapes) < 128) {
        put(end - at);
      } else {
        end = Math.min(at + (roomBytes / 3 | 0), text.length);
        const last = text.charCodeAt(end - 1);
        if (end < text.length && last >= 0xd800 && last < 0xdc00) end -= 1;  // Not half a pair.
        put(encoder.encodeInto(text.slice(at, end), room).written);
      }
      at = end;
    }
  }

  /** The text as a JSON string, without a JSON.stringify of all of it: that costs as much again. */
  function putString(text) {
    putText('"');
    for (let at = 0; at < text.length;) {
      let end = Math.min(at + roomBytes, text.length);
      if (narrow(text, at, end) < 128) {
        put(end - at);
      } else {
        end = Math.min(at + (roomBytes >> 2), text.length);
        const last = text.charCodeAt(end - 1);
        if (end < text.length && last >= 0xd800 && last < 0xdc00) end -= 1;  // Not half a pair.
        putText(stringify(text.slice(at, end)).slice(1, -1));
      }
      at = end;
    }
    putText('"');
  }

  function putBytes(bytes) {
    attach(bytes.byteLength);
    for (let at = 0; at < bytes.byteLength; at += roomBytes) {
      const piece = bytes.subarray(at, at + roomBytes);
      room.set(piece);
      put(piece.byteLength);
    }
  }

  /** `letter` and what goes with it is one line of page_lines.hpp; a large text goes ahead of it. */
  function frame(letter, head, text, attachments) {
    const large = text.length >= largeChars || text.includes('\n');
    if (!large && attachments === null) {
      push(`${letter}${head}\n${text}\n`);
      return;
    }
    flush();
    if (large) {
      expect(text.length);
      putText(text);
    }
    if (attachments !== null) attachments.forEach(putBytes);
    const refused =
      send(large ? `${letter.toUpperCase()}${head}\n\n` : `${letter}${head}\n${text}\n`);
    if (refused) refuseSoon(refused);
  }

  // Of well-formed Unicode: half a pair could not be told apart from another one.
  const isName = (name) =>
    /^[\x01-\x09\x0b-\x7f]{1,512}$/.test(name) ||
    (/^[^\0\n\p{Surrogate}]{1,512}$/u.test(name) && encoder.encode(name).length <= 512);

  // The page's own clock ends a call first, so that it always says so in the same words.
  const graceMs = 50;
  const deadlineOf = (timeout) =>
    timeout > 0 ? ` d${Math.min(Math.ceil(timeout) + graceMs, 0xffffffff)}` : '';

  const traceOf = (traceparent) => traceparent === undefined ? '' : ` t${traceparent}`;

  /** What stands before the text: the call's number, how long it may take, the trace that it is a
   *  part of, and its method. */
  function callHead(name, timeout, traceparent) {
    const id = ++lastId;
    const start = `${id}${deadlineOf(timeout)}${traceOf(traceparent)}`;
    const route = routes.get(name);
    if (route !== undefined) return `${start} r${route}`;
    asked.set(id, { method: name });
    return `${start} n${name}`;
  }

  function call(name, text, attachments, timeout, traceparent) {
    const head = callHead(name, timeout, traceparent);
    const id = lastId;
    frame('c', head, text, attachments);
    return id;
  }

  /** A call with a long string for an argument: each of `parts` is JSON or { raw: string }. */
  function callInParts(name, parts, timeout, traceparent) {
    const head = callHead(name, timeout, traceparent);
    const id = lastId;
    flush();
    // Quotes, commas, brackets, and a few escapes.
    expect(parts.reduce((sum, part) => sum + (part.raw ?? part).length + 4, 1024));
    parts.forEach((part, i) => {
      putText(i === 0 ? '[' : ',');
      if (typeof part === 'string') putText(part);
      else putString(part.raw);
    });
    putText(']');
    const refused = send(`C${head}\n\n`);
    if (refused) refuseSoon(refused);
    return id;
  }

  function invoke(text) {
    const id = ++lastId;
    if (text[0] === 'C' || text[0] === 'c') {
      const at = text.lastIndexOf('"callbackID"');
      const found = /^"callbackID"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(text.slice(at));
      try {
        if (found) invoked.set(id, parse(found[1]));
      } catch {
        // Not JSON: the broker says so itself.
      }
    }
    frame('i', id, text, null);
  }

  function subscribe(topic, traits = '', told = () => {}) {
    const id = ++lastId;
    asked.set(id, { topic, told });
    push(`s${id}${traits} n${topic}\n\n`);
  }

  function unsubscribe(topic) {
    const id = ++lastId;
    asked.set(id, {});
    push(`u${id} n${topic}\n\n`);
  }

  const emit = (topic, text) => frame('e', `0 n${topic}`, text, null);
  const cancel = (id) => {
    if (state === 'open') push(`x${id}\n\n`);
  };

  // What goes along a call. Of our own calls the number is a number, of those that this page serves
  // it is a text: the broker's do not fit into a number.
  const isServed = (id) => typeof id === 'string';

  function item(id, stream, text, attachments) {
    frame(isServed(id) ? 'a' : 't', `${id} r${stream}`, text, attachments);
  }
  function credit(id, stream, bytes, isLast) {
    const end = isLast ? ' l1' : '';
    push(`${isServed(id) ? 'g' : 'k'}${id} v${bytes}${end} r${stream}\n\n`);
  }
  /** A stream of arguments ends; `failed`: its source has, in these words. */
  function end(id, stream, failed) {
    if (failed === null) push(`t${id} l1 r${stream}\n\n`);
    else fail('t', `${id} l1`, `r${stream}`, 'app-error', failed, '');
  }

  function fail(letter, id, more, code, message, data) {
    const words = message.replace(/\0/g, '\ufffd');
    const bytes = encoder.encode(words).length;
    const head = `${id} e${Math.max(codes.indexOf(code), 1)} v${bytes}${more && ` ${more}`}`;
    frame(letter, head, words + data, null);
  }

  // The end of a call that this page serves.
  const result = (id, text, attachments) => frame('r', id, text, attachments);
  const error = (id, code, message, data) => fail('f', id, '', code, message, data);
  const progress = (id, text) => frame('p', id, text, null);

  /** `done(code, text)` is told once: without a code it is in force. */
  function offer(name, number, done) {
    const id = ++lastId;
    asked.set(id, { done });
    push(`o${id} v${number} n${name}\n\n`);
  }
  function withdraw(name, done) {
    const id = ++lastId;
    asked.set(id, { done });
    push(`w${id} n${name}\n\n`);
  }

  // ------------------------------------------------------------------------------- receiving

  /** One JSON array of small items: id, code, route, value, id, … False: it is not JSON. */
  function receive() {
    let items;
    try {
      items = parse(decoder.decode(room.subarray(0, words[0])));
    } catch {
      return false;
    }
    if (handler) handler.turn();
    take(items);
    return true;
  }

  /** One item whose value is pulled: its text, then its attachments. */
  function large() {
    const bytes = words[0];
    const [code, route, count] = [words[2], words[3], words[4]];
    const id = words[6] === 1  // Of a call that this page serves.
      ? String(BigInt(words[5]) << 32n | BigInt(words[1])) : words[1] + words[5] * 2 ** 32;
    const sizes = Array.from(words.subarray(7, 7 + count));
    const isString = words[7 + count] === 1;  // The text is a string's content, nothing escaped.
    let item;
    try {
      const text = pullText(bytes);
      const attachments = sizes.map(pullBytes);
      if (code === codeOf.callback || isString) {
        item = [id, code, route, text];
      } else {
        const value = parse(text);
        item = [id, code, route, count > 0 ? withBytes(value, attachments) : value];
      }
    } catch (cause) {
      if (code === codeOf.event) {
        report(new Error(`an event is not JSON: ${cause.message}`));
        return;
      }
      if (code < codeOf.log && handler) {
        handler.unreadable(id, `what came with the call is not JSON: ${cause.message}`);
        return;
      }
      item = [id, codeOf.protocolError, 0, { message: `the answer is not JSON: ${cause.message}` }];
    }
    take(item);
  }

  function pulled() {
    const now = pull();
    if (now === 0) throw new Error('it ends too early');
    return now;
  }

  function pullText(bytes) {
    let text = '';
    for (let left = bytes; left > 0;) {
      const now = pulled();
      left -= now;
      text += decoder.decode(room.subarray(0, now), { stream: left > 0 });
    }
    return text;
  }

  // Each page of a new array is new to the process: 10 ms for 16 MiB, more than all the copying. Where
  // many come in a row they land in a buffer of ours and are sliced from there: a slice lies in memory
  // that was freed lately, as soon as there is some (measured: 13 against 6 ms). The app cannot be
  // given the landing itself, see above.
  const landingFrom = 1 << 20;
  const landingAfter = 8;
  const landingKeptMs = 1000;
  let inRow = 0;
  let landing = null;
  let rowEnds = 0;

  function isOneOfMany() {
    clearTimeout(rowEnds);
    rowEnds = setTimeout(() => {
      inRow = 0;
      landing = null;
    }, landingKeptMs);
    inRow += 1;
    return inRow > landingAfter;
  }

  function pullLanded(bytes) {
    if (landing === null || landing.byteLength < bytes) landing = new ArrayBuffer(bytes);
    if (land(landing) !== bytes) throw new Error('it ends too early');
    return new Uint8Array(landing.slice(0, bytes));
  }

  function pullBytes(bytes) {
    if (bytes >= landingFrom && isOneOfMany()) return pullLanded(bytes);
    const all = new Uint8Array(bytes);
    for (let at = 0; at < bytes;) {
      const now = pulled();
      all.set(room.subarray(0, now), at);
      at += now;
    }
    return all;
  }

  function withBytes(value, attachments) {
    if (value === null || typeof value !== 'object') return value;
    const index = value.$bytes;
    if (typeof index === 'number' && index in attachments && Object.keys(value).length === 1) {
      return attachments[index];
    }
    for (const key of Object.keys(value)) value[key] = withBytes(value[key], attachments);
    return value;
  }

  // Whoever awaits a result goes on in microtasks. They run when a listener of an event has
  // returned to the native side, not when a function does that native code called (measured), so
  // items are handled in a listener; and because that is nowhere promised, it is looked at: an
  // event behind a result waits for the next task where they have not run.
  const desk = new EventTarget();
  const ring = new Event('items');
  const nextTask = new MessageChannel();
  const settled = Promise.resolve();
  let backlog = [];
  let resting = false;
  let hasRun = true;  // The microtasks of the last results.
  let items = [];
  let from = 0;
  let until = 0;

  desk.addEventListener('items', () => {
    const [all, end] = [items, until];
    const isEvent = all[from + 1] === codeOf.event;
    for (let at = from; at < end; at += 4) {
      try {
        handle(all[at], all[at + 1], all[at + 2], all[at + 3]);
      } catch (error) {
        report(error);
      }
    }
    if (isEvent) return;
    hasRun = false;
    settled.then(() => {
      hasRun = true;
    });
  });

  function take(come) {
    if (moving !== null) takeOnReturn(come);
    else if (resting) backlog.push(come);
    else drain(come);
  }

  /** Nothing has been asked for but events, so there is no result that they would have to wait for. */
  function takeOnReturn(come) {
    for (let at = 0; at < come.length; at += 4) {
      const [id, code, route, value] = come.slice(at, at + 4);
      if (code !== codeOf.event) handle(id, code, route, value);
      else if (topics.has(route)) moving.push([topics.get(route), value]);
    }
  }

  function drain(come) {
    for (let at = 0; at < come.length; at = until) {
      const isEvent = come[at + 1] === codeOf.event;
      if (isEvent && !hasRun) {
        backlog.unshift(come.slice(at));
        rest();
        return;
      }
      let end = at + 4;
      while (end < come.length && (come[end + 1] === codeOf.event) === isEvent) end += 4;
      items = come;
      from = at;
      until = end;
      desk.dispatchEvent(ring);
    }
  }

  function rest() {
    resting = true;
    nextTask.port2.postMessage(null);
  }

  nextTask.port1.onmessage = () => {
    resting = false;
    while (backlog.length > 0 && !resting) drain(backlog.shift());
  };

  function callBack(text) {
    if (handler) handler.callback(text);
    else if (window.wails) window.wails.Callback(text);
  }

  function handle(id, code, route, value) {
    if (code === codeOf.event) {
      const topic = topics.get(route);
      if (topic !== undefined && handler) handler.event(topic, value);
      return;
    }
    if (code === codeOf.callback) {
      invoked.delete(id);
      callBack(value);
      return;
    }
    if (code === codeOf.log) {  // A raw text that the broker could not read.
      invoked.delete(id);
      console.error(`the broker says: ${value}`);
      return;
    }
    if (code < codeOf.log) {
      if (handler) live(id, code, route, value);
      return;
    }
    const lesson = asked.get(id);
    if (lesson !== undefined) {
      asked.delete(id);
      if (lesson.done !== undefined) {
        lesson.done(code === 0 ? null : codes[code], value?.message);
        return;
      }
      if (lesson.method === undefined) {
        if (code === 0 && lesson.topic !== undefined) topics.set(route, lesson.topic);
        else if (code !== 0 && handler) handler.deaf(lesson.topic, value.message);
        lesson.told?.();
        return;
      }
      if (code === 0) routes.set(lesson.method, route);
    }
    if (handler) handler.settle(id, code === 0 ? null : codes[code], value);
  }

  // A route of these is two numbers: 32 × the one, and the other below it (turn_text.hpp).
  const upper = (route) => Math.floor(route / 32);

  function live(id, code, route, value) {
    const lower = route % 32;
    if (code === codeOf.item) handler.item(id, lower, value, upper(route));
    else if (code === codeOf.end) handler.ended(id, lower, codes[upper(route)], value);
    else if (code === codeOf.progress) handler.progress(id, value);
    else if (code === codeOf.credit) handler.credit(id, lower, upper(route), value === 1);
    else if (code === codeOf.served) handler.serve(id, upper(route), value, lower);
    else if (code === codeOf.cancelled) handler.cancelled(id);
  }

  const port = Object.freeze({
    state: () => state,
    reason: () => closedBecause,
    isOpen: () => state === 'open',
    lead: (to) => {
      handler = to;
    },
    whenKnown, isName, call, callInParts, cancel, invoke, subscribe, unsubscribe, emit,
    item, credit, end, result, error, progress, offer, withdraw,
    now: native.now,
  });
  Object.defineProperty(window, '_fairleadPage', { value: port, configurable: true });

  return { scratch, opened, closed, receive, large };
});
