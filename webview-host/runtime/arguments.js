// SPDX-License-Identifier: MIT
//
// arguments — what a call takes along: JSON, and bytes beside it or, in messages, as base64.

// By its tag: a buffer that comes from a frame is of another ArrayBuffer.
const isBuffer = (value) => Object.prototype.toString.call(value) === '[object ArrayBuffer]';
const isBytes = (value) => ArrayBuffer.isView(value) || isBuffer(value);

/** Looked for before JSON.stringify sees them: it would write a number for each byte. */
function hasBytes(value, seen = new Set()) {
  if (value === null || typeof value !== 'object') return false;
  if (isBytes(value)) return true;
  if (seen.has(value)) return false;  // An argument may refer to itself; JSON.stringify says so.
  seen.add(value);
  const inside = Array.isArray(value) ? value : Object.values(value);
  return inside.some((one) => hasBytes(one, seen));
}

const bytesOf = (value) => isBuffer(value)
  ? new Uint8Array(value)
  : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);

const isLong = (value) => typeof value === 'string' && value.length >= 64 << 10;

/** Arguments as text, and what is binary in them beside it. In parts where one is long, if the
 *  channel takes parts. */
function packArguments(args, takesParts) {
  if (!hasBytes(args)) {
    if (!takesParts || !args.some(isLong)) {
      return { text: JSON.stringify(args), attachments: null };
    }
    return {
      parts: args.map((one) => isLong(one) ? { raw: one } : JSON.stringify(one) ?? 'null'),
    };
  }
  const attachments = [];
  const text = JSON.stringify(args, (_, value) =>
    isBytes(value) ? { $bytes: attachments.push(bytesOf(value)) - 1 } : value);
  return { text, attachments };
}

function base64(bytes) {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return btoa(text);
}

/** Script messages are text: there, bytes are base64, as Wails has them. */
function messageText(envelope) {
  if (!hasBytes(envelope.args)) return JSON.stringify(envelope);
  return JSON.stringify(envelope, (_, value) => isBytes(value) ? base64(bytesOf(value)) : value);
}

const cannotBeSent = (target, cause) =>
  failure(`the arguments of ${target} cannot be sent: ${cause.message}`, 'bad-arguments');

/** One value: a result, or an item of a stream. */
function packValue(value) {
  if (!hasBytes(value)) return { text: JSON.stringify(value) ?? 'null', attachments: null };
  const attachments = [];
  const text = JSON.stringify(value, (_, one) =>
    isBytes(one) ? { $bytes: attachments.push(bytesOf(one)) - 1 } : one);
  return { text, attachments };
}

const valueText = (value) => hasBytes(value)
  ? JSON.stringify(value, (_, one) => isBytes(one) ? base64(bytesOf(one)) : one)
  : JSON.stringify(value) ?? 'null';

/** How long a text is in UTF-8. */
function utf8Length(text) {
  if (/^[\0-\x7f]*$/.test(text)) return text.length;
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0);
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** What an item takes of its reader's window, as protocol/wire/streams.hpp counts. */
const itemCost = ({ text, attachments }) => 32 + utf8Length(text) + (attachments === null ? 0
  : attachments.reduce((sum, bytes) => sum + 16 + bytes.byteLength, 8));
