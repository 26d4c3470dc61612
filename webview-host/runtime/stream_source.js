// SPDX-License-Identifier: MIT
//
// stream_source — what the app gives piece by piece, sent as far as its reader's window is open.

const isReadable = (value) => Object.prototype.toString.call(value) === '[object ReadableStream]';

/** What is sent item by item: no bytes, no list, no text. */
const isStream = (value) => value !== null && typeof value === 'object' &&
  (typeof value[Symbol.asyncIterator] === 'function' || isReadable(value));

/** WebKit's streams have no iterators of their own everywhere. */
function iteratorOf(iterable) {
  if (typeof iterable[Symbol.asyncIterator] === 'function') return iterable[Symbol.asyncIterator]();
  const reader = iterable.getReader();
  return { next: () => reader.read(), return: () => reader.cancel() };
}

class StreamSource {
  #iterable;
  #line;
  #window = 0;
  #iterator = null;
  #wake = null;
  #isStopped = false;

  /** `line.item(value)` sends and says what it cost, `line.end(value)` is told of the end,
   *  `line.fail(error)` of another one. Nothing is asked of it before open(). */
  constructor(iterable, line) {
    this.#iterable = iterable;
    this.#line = line;
  }

  /** So many bytes more are wanted. */
  open(bytes) {
    this.#window += bytes;
    if (this.#isStopped) return;
    if (this.#iterator === null) this.#run();
    else this.#wake?.();
  }

  /** Nobody reads any more, or the call has ended: the app's source may tidy up. */
  stop() {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#wake?.();
    try {
      this.#iterator ??= iteratorOf(this.#iterable);
      this.#tidyUp();
    } catch (error) {
      report(error);
    }
  }

  #tidyUp() {
    Promise.resolve(this.#iterator.return?.()).catch(report);
  }

  async #run() {
    let given;
    try {
      this.#iterator = iteratorOf(this.#iterable);
      for (;;) {
        while (this.#window <= 0 && !this.#isStopped) {
          await new Promise((resolve) => { this.#wake = resolve; });
        }
        if (this.#isStopped) return;
        given = await this.#iterator.next();
        if (this.#isStopped) return;
        if (given.done) break;
        this.#send(given.value);
      }
    } catch (error) {
      if (this.#isStopped) return;
      this.#isStopped = true;
      this.#line.fail(error);
      return;
    }
    this.#isStopped = true;
    this.#line.end(given.value);
  }

  /** One that cannot be sent is the end, too, but the source does not know. */
  #send(value) {
    try {
      this.#window -= this.#line.item(value);
    } catch (error) {
      this.#tidyUp();
      throw error;
    }
  }
}
