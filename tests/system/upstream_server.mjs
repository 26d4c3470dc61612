// SPDX-License-Identifier: MIT
//
// upstream_server — a front end's own server as no bundler is: it says what it was asked, in all
// the ways that a proxy can get wrong. Its first line is its port.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';

const page = '<!DOCTYPE html><html><head><title>served</title></head><body>of the server</body></html>';
const waiting = [];
let left = 0;

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

function html(request, response) {
  const packed = /gzip/.test(request.headers['accept-encoding'] ?? '');
  const headers = { 'Content-Type': 'text/html', ETag: '"of the server"' };
  if (request.headers['if-none-match']) return response.writeHead(304, headers).end();
  if (packed) headers['Content-Encoding'] = 'gzip';
  const body = packed ? gzipSync(page) : page;
  response.writeHead(200, { ...headers, 'Content-Length': body.length }).end(body);
}

const places = {
  '/': html,
  '/app/': html,
  '/asked': async (request, response) => {
    const { method, url, headers } = request;
    const body = await bodyOf(request);
    const said = { method, url, headers, bytes: body.length, sha: createHash('sha1').update(body).digest('hex') };
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(said));
  },
  '/neighbours': (request, response) => {
    response.writeHead(200, {
      Connection: 'close, X-Between-Us', 'X-Between-Us': '1', 'Keep-Alive': 'timeout=1',
      'Access-Control-Allow-Origin': '*', 'X-For-All': 'yes', 'Content-Type': 'text/plain',
    }).end('plain');
  },
  '/parts': (request, response) => {
    response.setHeader('Content-Type', 'text/plain');
    response.write('first,');
    waiting.push(() => response.end('second'));
  },
  '/go-on': (request, response) => {
    for (const one of waiting.splice(0)) one();
    response.end('gone on');
  },
  '/endless': (request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write('data: 1\n\n');
    response.on('close', () => { left += 1; });
  },
  '/left': (request, response) => response.end(String(left)),
  '/large': (request, response) => response.end(Buffer.alloc(8 << 20, 'fairlead')),
  '/broken': (request, response) => response.writeHead(500, { 'Content-Type': 'text/plain' }).end('broken inside'),
  '/moved': (request, response) =>
    response.writeHead(302, { Location: `http://localhost:${server.address().port}/asked?moved` }).end(),
  '/slam': (request) => request.socket.destroy(),
  '/reads-only': (request, response) => response.writeHead(request.method === 'GET' ? 200 : 405).end('of the server'),
};

const server = createServer((request, response) => {
  const place = places[request.url.split('?')[0]];
  if (place) place(request, response);
  else response.writeHead(404, { 'Content-Type': 'text/plain' }).end('the server has none');
});

/** Says what it was asked, then sends back what comes, as it comes. */
server.on('upgrade', (request, socket, head) => {
  const accept = createHash('sha1')
    .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64');
  socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
    + `Sec-WebSocket-Accept: ${accept}\r\n\r\n`);
  const frame = (text) => {
    const body = Buffer.from(text);
    socket.write(Buffer.concat([Buffer.from([0x81, 126, body.length >> 8, body.length & 255]), body]));
  };
  frame(JSON.stringify({ url: request.url, headers: request.headers }));
  let have = head;
  const read = (bytes) => {
    have = Buffer.concat([have, bytes]);
    while (have.length >= 6 && have.length >= 6 + (have[1] & 127)) {  // Short ones are enough.
      const size = have[1] & 127;
      const mask = have.subarray(2, 6);
      const text = Buffer.from(have.subarray(6, 6 + size).map((byte, i) => byte ^ mask[i & 3]));
      have = have.subarray(6 + size);
      if (text.toString() === 'end') return socket.end();
      frame(text.toString());
    }
    return undefined;
  };
  socket.on('data', read);
  socket.on('error', () => {});
  read(Buffer.alloc(0));
});

server.listen(0, 'localhost', () => console.log(server.address().port));
