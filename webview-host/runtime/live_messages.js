// SPDX-License-Identifier: MIT
//
// live_messages — what goes along a call by messages, beside the call and its answer.
//
// Out, each a letter F, another one, and an object; "callbackID" names a call of this page,
// "request" one that it serves:
//
//   FX{"callbackID"}                                the call is taken back
//   FI{"callbackID"|"request","stream","item"}      an item of a stream
//   FL{"callbackID","stream"[,"code","message"]}    the stream ends; with a code: its source failed
//   FK{"callbackID"|"request","stream","bytes"[,"last"]}   so many bytes more may come, or nothing
//   FO{"name","handler","callbackID"}               a function of this page; answered like a call
//   FW{"name","callbackID"}                         no more
//   FR{"request","result"}                          the answers of such a function
//   FE{"request","code","message"[,"data"]}
//   FP{"request","progress"}                        how far it is
//
// In, through window.wails.Callback: docs/PROTOCOL.md, "Pages without a channel".

function liveMessages({ send, waitFor }) {
  let served = null;  // Whoever serves calls of this page's functions.

  /** Of a page without a host nothing goes anywhere; ipc.js has said so. */
  function post(message) {
    try {
      send(message);
    } catch (error) {
      report(error);
    }
  }

  function ask(letter, name, more, done) {
    const id = waitFor(name, () => done(null), (error) => done(error.code, error.message));
    post(`F${letter}{"name":${JSON.stringify(name)},${more}"callbackID":${JSON.stringify(id)}}`);
  }

  const carrierWith = (named) => ({
    takeBack: (id) => post(`FX{${named(id)}}`),
    credit: (id, stream, bytes, isLast = false) =>
      post(`FK{${named(id)},"stream":${stream},"bytes":${bytes}${isLast ? ',"last":true' : ''}}`),
    item(id, stream, value) {
      const text = valueText(value);
      post(`FI{${named(id)},"stream":${stream},"item":${text}}`);
      return itemCost({ text, attachments: null });
    },
    end(id, stream, failed) {
      const why = failed === null ? ''
        : `,"code":"app-error","message":${JSON.stringify(textOf(failed.error))}`;
      post(`FL{${named(id)},"stream":${stream}${why}}`);
    },
    offer: (name, number, done) => ask('O', name, `"handler":${number},`, done),
    withdraw: (name, done) => ask('W', name, '', done),
    result: (id, value) => post(`FR{${named(id)},"result":${valueText(value)}}`),
    error(id, code, text, data) {
      const more = data === undefined ? '' : `,"data":${JSON.stringify(data)}`;
      post(`FE{${named(id)},"code":"${code}","message":${JSON.stringify(text)}${more}}`);
    },
    progress: (id, value) => post(`FP{${named(id)},"progress":${valueText(value)}}`),
  });

  const asking = carrierWith((id) => `"callbackID":${JSON.stringify(id)}`);
  const serving = carrierWith((id) => `"request":${JSON.stringify(id)}`);

  const isLive = (reply) => reply.live !== undefined;

  /** False: it is about a call that has ended. `entry` is its own, if it is one of this page's. */
  function take(reply, entry) {
    if (reply.request !== undefined) return takeServed(reply);
    if (entry === null) return reply.live !== 'item';
    if (reply.live === 'item') entry.readItems().push(reply.item, reply.cost);
    else if (reply.live === 'progress') entry.hearProgress(reply.progress);
    else if (reply.live === 'credit') entry.openStream(reply.stream, reply.bytes, reply.last);
    return true;
  }

  function takeServed(reply) {
    const id = reply.request;
    if (served === null) return true;
    if (reply.live === 'call') served.serve(serving, id, reply.handler, reply.args, reply.takes);
    else if (reply.live === 'cancel') served.cancelled(id);
    else if (reply.live === 'item') served.item(id, reply.stream, reply.item, reply.cost);
    else if (reply.live === 'end') served.end(id, reply.stream, reply.code, reply);
    else if (reply.live === 'credit') served.credit(id, reply.bytes, reply.last);
    return true;
  }

  /** What it should have heard of a call that it serves is lost: the call ends. */
  const loseServed = (id, why) => served?.unreadable(serving, id, why);

  return { asking, serving, isLive, take, loseServed, leadServed: (to) => { served = to; } };
}
