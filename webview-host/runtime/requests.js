// SPDX-License-Identifier: MIT
//
// requests — what the app's page sends to its own address: POST and the like, by fetch and by
// XMLHttpRequest.
//
// The host only looks at bodies that bear a secret header (window/request_guard has the reason),
// and they must not be Blobs: WebKit falls over those. So whatever has a Blob in it, or might have,
// is made into plain bytes first. Requests that only read, and those to elsewhere, are left alone.
//
// An expression, not a statement: the host calls it at document start, in the top document of the
// app's origin, before any script of the page. The secret stays in here: what could be replaced
// by the page and would get to see it is kept from before.
(function (secret, headerName, bodyMax) {
  'use strict';

  const { Blob, DOMException, Headers, ProgressEvent, Request, Response, URL } = window;
  const stockFetch = window.fetch.bind(window);
  const xhr = XMLHttpRequest.prototype;
  const { open, send, abort, setRequestHeader } = xhr;
  const bytesOf = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength').get;
  const apply = Reflect.apply;

  const onlyReads = (method) => method === 'GET' || method === 'HEAD';

  function isOurs(address) {
    try {
      return new URL(address, document.baseURI).href.startsWith('wails://wails/');
    } catch {
      return false;
    }
  }

  function isBuffer(value) {
    try {
      apply(bytesOf, value, []);
      return true;
    } catch {
      return false;
    }
  }

  const hasPart = FormData.prototype.has;
  function isForm(value) {
    try {
      apply(hasPart, value, ['']);
      return true;
    } catch {
      return false;
    }
  }

  /** A form with files in it as one Blob: WebKit itself cannot read such a form ("Unable to read
   *  form data blob"). */
  function packForm(form) {
    const words = Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36));
    const boundary = 'fairlead-form-' + words.join('');
    const quoted = (text) => '"' + text.replace(/\r\n|\r|\n/g, '%0D%0A').replace(/"/g, '%22') + '"';
    const parts = [];
    for (const [name, value] of form) {
      parts.push(`--${boundary}\r\nContent-Disposition: form-data; name=${quoted(name)}`);
      if (typeof value === 'string') {
        parts.push('\r\n\r\n', value.replace(/\r\n|\r|\n/g, '\r\n'), '\r\n');
      } else {
        const type = value.type || 'application/octet-stream';
        parts.push(`; filename=${quoted(value.name)}\r\nContent-Type: ${type}\r\n\r\n`, value, '\r\n');
      }
    }
    parts.push(`--${boundary}--\r\n`);
    return new Blob(parts, { type: 'multipart/form-data; boundary=' + boundary });
  }

  /** What fetch is told, with a form made into a Blob. */
  function withoutForm(input, init) {
    if (!init || !isForm(init.body)) return init;
    const body = packForm(init.body);
    const headers = new Headers(init.headers || input.headers);
    if (!headers.has('Content-Type')) headers.set('Content-Type', body.type);
    return { ...init, headers, body };
  }

  const isPlain = (body) => body === undefined || body === null || typeof body === 'string' ||
    ArrayBuffer.isView(body) || isBuffer(body);

  const tooLarge = () => new Response('a page sends at most ' + bodyMax + ' bytes to its app', {
    status: 413,
    statusText: 'Content Too Large',
  });

  window.fetch = function fetch(input, init) {
    const isRequest = input instanceof Request;
    const method = String((init && init.method) || (isRequest ? input.method : 'GET'));
    if (onlyReads(method.toUpperCase()) || !isOurs(isRequest ? input.url : input)) {
      return stockFetch(input, init);
    }
    let request;
    try {
      request = new Request(input, withoutForm(input, init));
    } catch (error) {
      return Promise.reject(error);
    }
    // An object without a prototype: fetch then reads its members and calls nothing.
    const headers = { __proto__: null };
    request.headers.forEach((value, name) => { headers[name] = value; });
    headers[headerName] = secret;
    return request.arrayBuffer().then((body) => {
      if (body.byteLength > bodyMax) return tooLarge();
      return stockFetch(request.url, {
        __proto__: null,
        method: request.method,
        headers,
        body: body.byteLength > 0 ? body : undefined,
        cache: request.cache,
        credentials: request.credentials,
        redirect: request.redirect,
        referrer: request.referrer,
        referrerPolicy: request.referrerPolicy,
        signal: request.signal,
      });
    });
  };

  // What was opened and is not yet sent.
  const opened = new WeakMap();

  xhr.open = function (method, address, ...more) {
    const about = {
      sends: !onlyReads(String(method).toUpperCase()) && isOurs(address),
      waits: more.length > 0 && !more[0],
      typed: false,
    };
    opened.set(this, about);
    return apply(open, this, [method, address, ...more]);
  };

  xhr.setRequestHeader = function (name, value) {
    const about = opened.get(this);
    if (about && String(name).toLowerCase() === 'content-type') about.typed = true;
    return apply(setRequestHeader, this, [name, value]);
  };

  xhr.abort = function () {
    opened.delete(this);
    return apply(abort, this, []);
  };

  xhr.send = function (body) {
    const about = opened.get(this);
    if (!about || !about.sends) return apply(send, this, [body]);
    apply(setRequestHeader, this, [headerName, secret]);
    if (isPlain(body)) return apply(send, this, [body]);
    if (about.waits) {
      throw new DOMException('only texts and buffers are sent synchronously', 'NotSupportedError');
    }
    const packed = isForm(body) ? packForm(body) : body instanceof Document
      ? new XMLSerializer().serializeToString(body) : body;
    const content = new Response(packed);
    const type = content.headers.get('Content-Type');
    if (type && !about.typed) apply(setRequestHeader, this, ['Content-Type', type]);
    // Aborted, or opened anew, in between: then it is nobody's business any more.
    const isWanted = () => opened.get(this) === about;
    content.arrayBuffer().then(
      (bytes) => { if (isWanted()) apply(send, this, [bytes]); },
      () => {
        if (!isWanted()) return;
        for (const what of ['error', 'loadend']) this.dispatchEvent(new ProgressEvent(what));
      });
    return undefined;
  };
})
