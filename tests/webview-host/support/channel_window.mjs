// SPDX-License-Identifier: MIT
//
// channel_window — a bare window with a channel of its own and a fake in place of the native side.
import assert from 'node:assert/strict';
import vm from 'node:vm';

import { runtimeScript, script } from './page_scripts.mjs';

const page = script('inpage/page.js');
export const ipc = script('runtime/ipc.js');
export const runtime = runtimeScript();

const headBytes = 256;
export const nextTask = () => new Promise((resolve) => setImmediate(resolve));
export const plain = (value) => JSON.parse(JSON.stringify(value));

// page_lines.hpp: what stands before the name or the route is `more`.
const lineForm = /^(\w)(\d+)((?: (?:[dvel]\d+|t[-0-9a-f]+))*)(?: ([nr].*))?$/;

class TaskChannel {
  constructor() {
    this.port1 = { onmessage: null };
    this.port2 = { postMessage: () => setImmediate(() => this.port1.onmessage({})) };
  }
}

/** A window with a channel: `frames` is what the native side was sent, `posted` what the host was. */
export function channelWindow() {
  const frames = [];
  const posted = [];
  const reported = [];
  let text = Buffer.alloc(0);
  let attachments = [];
  let pieces = [];
  const landed = [];
  let refuse = () => null;
  let native;
  const room = () => new Uint8Array(native.scratch, headBytes);
  const window = {
    crypto: globalThis.crypto, setTimeout, clearTimeout, queueMicrotask, TextDecoder, TextEncoder,
    EventTarget, Event, MessageChannel: TaskChannel, btoa,
    AbortController, AbortSignal,
    console: { error: (...values) => reported.push(values.join(' ')) },
    reportError: (error) => reported.push(error.message),
    addEventListener: () => {},
    removeEventListener: () => {},
    document: { documentElement: { style: {} } },
    _fairleadHost: { post: (message) => posted.push(message), page: 'p1' },
    wailsbindings: JSON.stringify({ main: { App: { Greet: {}, Slow: {} } } }),
  };
  window.window = window;
  vm.createContext(window);
  native = page.runInContext(window)({
    send(lines) {
      const parts = lines.split('\n');
      for (let i = 0; i + 1 < parts.length; i += 2) {
        const [, letter, name, more, to] = lineForm.exec(parts[i]);
        const body = letter < 'a' ? text.toString() : parts[i + 1];
        const kind = letter.toLowerCase();
        frames.push({ kind, id: Number(name), name, more: more.trim(), to, body, attachments });
      }
      text = Buffer.alloc(0);
      attachments = [];
      return refuse(frames.at(-1));
    },
    expect: () => {},
    attach: (bytes) => attachments.push({ bytes, got: [] }),
    put(bytes) {
      const piece = room().slice(0, bytes);
      if (attachments.length > 0) attachments.at(-1).got.push(...piece);
      else text = Buffer.concat([text, piece]);
    },
    pull() {
      const all = room();
      while (pieces.length > 0 && pieces[0].length === 0) pieces.shift();
      if (pieces.length === 0) return 0;
      const now = pieces[0].subarray(0, all.length);
      all.set(now);
      pieces[0] = pieces[0].subarray(now.length);
      return now.length;
    },
    land(buffer) {
      while (pieces[0].length === 0) pieces.shift();
      const now = pieces.shift();
      landed.push(buffer.byteLength);
      new Uint8Array(buffer).set(now);
      return now.length;
    },
  });
  ipc.runInContext(window);
  runtime.runInContext(window);
  assert.deepEqual(posted.splice(0), ['runtime:ready']);

  const words = () => new Float64Array(native.scratch, 0, headBytes / 8);
  return {
    window, frames, posted, reported, native, landed,
    app: window.go.main.App,
    refuseWith: (how) => { refuse = how; },
    small(...items) {
      const bytes = Buffer.from(`[${items.join(',')}]`);
      room().set(bytes);
      words()[0] = bytes.length;
      return native.receive();
    },
    /** `id` is a text of a call that the page serves. */
    large(id, code, route, value, ...attached) {
      const bytes = Buffer.from(value);
      const number = BigInt(id);
      words().set([bytes.length, Number(number & 0xffffffffn), code, route, attached.length,
        Number(number >> 32n), typeof id === 'string' ? 1 : 0,
        ...attached.map((one) => one.length), 0]);
      pieces = [bytes, ...attached];
      native.large();
    },
  };
}

export function openWindow() {
  const parts = channelWindow();
  parts.native.opened();
  return parts;
}
