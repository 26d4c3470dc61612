// SPDX-License-Identifier: MIT
//
// requests_test — what requests.js does to what a page sends, without a browser.
//
// Run: node --test tests/webview-host/requests_test.mjs
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';

const text = readFileSync(
  new URL('../../webview-host/runtime/requests.js', import.meta.url), 'utf8').trimEnd();
const secret = 'the-secret';

/** A window with the script in it; `sent` is what gets through to the stock functions. */
function guarded(bodyMax = 1000) {
  const sent = [];
  class XMLHttpRequest {
    headers = {};
    open(method, url) { this.asked = `${method} ${url}`; }
    setRequestHeader(name, value) { this.headers[name] = value; }
    send(body) { sent.push({ asked: this.asked, headers: this.headers, body }); }
    abort() {}
  }
  /** node's knows no addresses of our scheme without a host's help. */
  const window = {
    Request, Response, Headers, URL, DOMException, XMLHttpRequest, Reflect, ArrayBuffer, Blob,
    FormData, Uint8Array, Uint32Array, Array, crypto: globalThis.crypto,
    Document: class Document { xml = '<a/>'; },
    XMLSerializer: class XMLSerializer { serializeToString(document) { return document.xml; } },
    document: { baseURI: 'wails://wails/settings/x' },
    fetch: async (input, init) => {
      sent.push({ input, init });
      return 'stock';
    },
  };
  window.window = window;
  vm.createContext(window);
  new vm.Script(`${text}('${secret}', 'X-Secret', ${bodyMax});`).runInContext(window);
  return { window, sent };
}

test('what only reads, and what goes elsewhere, is left alone', async () => {
  const { window, sent } = guarded();
  const init = { method: 'post', body: 'x' };
  await window.fetch('/a');
  await window.fetch('https://elsewhere.example/', init);
  await window.fetch('wails://other/', init);
  await window.fetch('http://[', init);
  assert.deepEqual(sent.map(({ input }) => input),
    ['/a', 'https://elsewhere.example/', 'wails://other/', 'http://[']);
  assert.equal(sent[1].init, init);
});

test('what is sent to the app bears the secret and plain bytes', async () => {
  const { window, sent } = guarded();
  const form = new FormData();
  form.append('file', new Blob(['content']), 'a.txt');
  const bodies = ['text', new Uint8Array([1, 2]), new Blob(['blob'], { type: 'text/x' }), form,
    new URLSearchParams({ a: 'b' })];
  for (const body of bodies) {
    await window.fetch('wails://wails/api', { method: 'POST', body, headers: { 'X-Mine': '1' } });
  }
  assert.equal(sent.length, bodies.length);
  for (const { init } of sent) {
    assert.equal(init.headers['X-Secret'], secret);
    assert.equal(init.headers['x-mine'], '1');
    assert.ok(init.body instanceof ArrayBuffer);
    assert.equal(Object.getPrototypeOf(init.headers), null);
  }
  const contents = sent.map(({ init }) => Buffer.from(init.body).toString());
  assert.equal(contents[0], 'text');
  assert.equal(contents[2], 'blob');
  const boundary = sent[3].init.headers['content-type'].split('boundary=')[1];
  assert.equal(contents[3], `--${boundary}\r\nContent-Disposition: form-data; name="file"; ` +
    'filename="a.txt"\r\nContent-Type: application/octet-stream\r\n\r\ncontent\r\n' +
    `--${boundary}--\r\n`);
  assert.equal(sent[2].init.headers['content-type'], 'text/x');
  assert.match(sent[3].init.headers['content-type'], /^multipart\/form-data; boundary=/);
  assert.match(sent[4].init.headers['content-type'], /^application\/x-www-form-urlencoded/);
});

test('a form is packed as browsers pack it', async () => {
  const { window, sent } = guarded();
  const form = new FormData();
  form.append('a "b"\r\nc', 'one\ntwo');
  form.append('a', new File(['x'], 'q"r\n.txt', { type: 'text/x' }));
  await window.fetch('wails://wails/api', { method: 'POST', body: form });
  const { headers, body } = sent[0].init;
  const parsed = await new Response(body, { headers: { 'Content-Type': headers['content-type'] } })
    .formData();
  assert.equal(parsed.get('a').type, 'text/x');
  const text = Buffer.from(body).toString();
  assert.ok(text.includes('name="a %22b%22%0D%0Ac"\r\n\r\none\r\ntwo\r\n'));
  assert.ok(text.includes('filename="q%22r%0D%0A.txt"\r\nContent-Type: text/x\r\n\r\nx\r\n'));
  await window.fetch('wails://wails/api', { method: 'POST', body: form, headers: { 'content-type': 'mine/x' } });
  assert.equal(sent[1].init.headers['content-type'], 'mine/x');
});

test('a Request object is sent as it says, and a second argument counts', async () => {
  const { window, sent } = guarded();
  const request = new Request('wails://wails/api', { method: 'PUT', body: 'first' });
  await window.fetch(request, { method: 'DELETE', body: 'second' });
  assert.equal(sent[0].init.method, 'DELETE');
  assert.equal(Buffer.from(sent[0].init.body).toString(), 'second');
});

test('a body that is too large is 413 and does not leave the page', async () => {
  const { window, sent } = guarded(10);
  const response = await window.fetch('wails://wails/api', { method: 'POST', body: 'x'.repeat(11) });
  assert.equal(response.status, 413);
  assert.equal(sent.length, 0);
});

test('what fetch refuses is rejected, not thrown', async () => {
  const { window } = guarded();
  const promise = window.fetch('wails://wails/api', { method: 'BAD METHOD' });
  await assert.rejects(promise, TypeError);
});

test('the page cannot watch the secret go out', async () => {
  const { window, sent } = guarded();
  const seen = [];
  vm.runInContext(`
    Headers.prototype.set = function (name, value) { this.seen(value); };
    window.Request = window.Response = undefined;
  `, window);
  Object.defineProperty(Object.prototype, 'X-Secret', {
    configurable: true,
    set(value) { seen.push(value); },
  });
  try {
    await window.fetch('wails://wails/api', { method: 'POST', body: 'x' });
  } finally {
    delete Object.prototype['X-Secret'];
  }
  assert.equal(sent[0].init.headers['X-Secret'], secret);
  assert.deepEqual(seen, []);
});

test('XMLHttpRequest: texts and buffers go at once, all else as bytes', async () => {
  const { window, sent } = guarded();
  const go = (body, ...more) => {
    const request = new window.XMLHttpRequest();
    request.open('POST', '/api', ...more);
    request.send(body);
  };
  go('text');
  go(new Uint8Array([1]));
  go(null);
  assert.equal(sent.length, 3);
  for (const { headers } of sent) assert.equal(headers['X-Secret'], secret);
  go(new Blob(['blob'], { type: 'text/x' }));
  go({ [Symbol.toStringTag]: 'String', toString: () => 'made' });
  go(new window.Document());
  assert.equal(sent.length, 3);
  await new Promise((resolve) => { setImmediate(() => setImmediate(resolve)); });
  while (sent.length < 6) await new Promise((resolve) => { setImmediate(resolve); });
  assert.deepEqual(sent.slice(3).map(({ body }) => Buffer.from(body).toString()).sort(),
    ['<a/>', 'blob', 'made']);
  assert.ok(sent.some(({ headers }) => headers['Content-Type'] === 'text/x'));
  assert.throws(() => go(new Blob(['x']), false), { name: 'NotSupportedError' });
});

test('XMLHttpRequest: what reads or goes elsewhere is left alone, what is aborted is not sent',
  async () => {
    const { window, sent } = guarded();
    for (const [method, url] of [['GET', '/a'], ['POST', 'https://elsewhere.example/']]) {
      const request = new window.XMLHttpRequest();
      request.open(method, url);
      request.send();
    }
    assert.deepEqual(sent.map(({ headers }) => headers), [{}, {}]);
    const request = new window.XMLHttpRequest();
    request.open('POST', '/api');
    request.send(new Blob(['x']));
    request.abort();
    await new Response(new Blob(['x'])).arrayBuffer();
    await new Promise((resolve) => { setImmediate(() => setImmediate(resolve)); });
    assert.equal(sent.length, 2);
  });
