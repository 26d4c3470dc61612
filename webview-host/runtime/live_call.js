// SPDX-License-Identifier: MIT
//
// live_call — what a call returns: a promise like any other, that can also take the call back, hear
// of its progress and give the items of its stream.
//
// A call costs what it did: one promise, one entry. All that lives is made when somebody asks for
// it or something comes.

/** A call on its way. `carrier` is how it went: the page's channel, or messages; then `id` is what
 *  it is called there. */
class CallEntry {
  constructor() {
    this.id = 0;
    this.carrier = null;
    this.isOpen = true;
    this.resolve = undefined;
    this.reject = undefined;
    this.timeoutHandle = undefined;
    this.reader = null;     // Of its stream.
    this.listeners = null;  // Of its progress.
    this.sources = null;    // Those of its arguments that are streams.
    this.signals = null;    // What takes our ear off each signal.
  }

  /** It is settled by whoever calls this. False: it was before. */
  close() {
    if (!this.isOpen) return false;
    this.isOpen = false;
    if (this.timeoutHandle !== undefined) clearTimeout(this.timeoutHandle);
    if (this.signals !== null) this.signals.forEach((leave) => leave());
    if (this.sources !== null) this.sources.forEach((source) => source.stop());
    return true;
  }

  /** Settled here, before its answer: the back end is told, and nothing more is given. */
  takeBack(error) {
    if (!this.close()) return;
    if (this.reader !== null) this.reader.drop();
    if (this.carrier !== null) this.carrier.takeBack(this.id);
    this.reject(error);
  }

  readItems() {
    this.reader ??= new StreamReader({
      credit: (bytes) => {
        if (this.isOpen && this.carrier !== null) this.carrier.credit(this.id, 0, bytes);
      },
      leave: () => this.takeBack(failure('the loop over its items was left', 'cancelled')),
      isOpened: true,
    });
    return this.reader;
  }

  hearProgress(value) {
    if (this.listeners === null) return;
    for (const listener of this.listeners) {
      try {
        listener(value);
      } catch (error) {
        report(error);
      }
    }
  }

  /** Its arguments with {"$stream":n} for each that is a stream; those are sent when they are read. */
  takeStreams(args) {
    if (!args.some(isStream)) return args;
    this.sources = [];
    return args.map((one) => {
      if (!isStream(one)) return one;
      const stream = this.sources.length + 1;
      this.sources.push(new StreamSource(one, {
        item: (value) => this.carrier.item(this.id, stream, value),
        end: () => this.carrier.end(this.id, stream, null),
        fail: (error) => this.carrier.end(this.id, stream, { error }),
      }));
      return { $stream: stream };
    });
  }

  /** The reader of one of them wants more, or nothing more. */
  openStream(stream, bytes, isLast) {
    const source = this.sources?.[stream - 1];
    if (source === undefined) return;
    if (isLast) source.stop();
    else source.open(bytes);
  }
}

class LiveCall extends Promise {
  #entry;

  static of(entry) {
    const call = new LiveCall((resolve, reject) => {
      entry.resolve = resolve;
      entry.reject = reject;
    });
    call.#entry = entry;
    return call;
  }

  cancel(reason) {
    const text = reason === undefined ? 'the call was taken back' : textOf(reason);
    const error = failure(text, 'cancelled');
    if (reason !== undefined) error.cause = reason;
    this.#entry.takeBack(error);
  }

  onProgress(listener) {
    (this.#entry.listeners ??= []).push(listener);
    return this;
  }

  abortBy(signal) {
    if (signal.aborted) {
      this.cancel(signal.reason);
    } else if (this.#entry.isOpen) {
      const abort = () => this.cancel(signal.reason);
      signal.addEventListener('abort', abort);
      (this.#entry.signals ??= []).push(() => signal.removeEventListener('abort', abort));
    }
    return this;
  }

  [Symbol.asyncIterator]() {
    const reader = this.#entry.readItems();
    // The stream ends as the promise does, and whoever reads it need not look at both.
    if (reader.isNew()) this.then((value) => reader.finish(value), (error) => reader.fail(error));
    return reader;
  }
}
// Without it the constructor is Promise: `await` takes the call as it is, and then() gives plain
// promises.
delete LiveCall.prototype.constructor;

/** Of the W3C's recommendation, version 0: what goes along a call. */
const isTraceparent = (text) =>
  /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/.test(text);

/** A call that never was. */
function refusedCall(error) {
  const entry = new CallEntry();
  const promise = LiveCall.of(entry);
  entry.takeBack(error);
  return promise;
}

/** window.fairlead.call: of a method by its full name, whoever offers it. */
const namedCall = (call) => (
  name, args = [], { signal, onProgress, timeout = 0, traceparent } = {},
) => {
  if (traceparent !== undefined && !isTraceparent(traceparent)) {
    return refusedCall(failure(`'${traceparent}' is no traceparent`, 'bad-arguments'));
  }
  const made = call(String(name), args, timeout, traceparent);
  if (onProgress !== undefined) made.onProgress(onProgress);
  if (signal !== undefined && signal !== null) made.abortBy(signal);
  return made;
};
