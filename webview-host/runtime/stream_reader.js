// SPDX-License-Identifier: MIT
//
// stream_reader — items as they come, for whoever loops over them; and as much credit for their
// source as has been taken.

// As wire/limits.hpp has it.
const itemWindowBytes = 256 << 10;

class StreamReader {
  #line;
  #queue = [];  // value, cost, value, …; queue[head] is next.
  #head = 0;
  #waiting = [];
  #owed = 0;
  #end = null;
  #isNew = true;
  #isOpened;

  /** `line.credit(bytes)` lets that much more come, `line.leave()` says that nobody reads on.
   *  `isOpened`: the source has its first window without being told. */
  constructor(line) {
    this.#line = line;
    this.#isOpened = line.isOpened;
  }

  /** Whether nobody has asked that before. */
  isNew() {
    const wasNew = this.#isNew;
    this.#isNew = false;
    return wasNew;
  }

  // ---- what comes

  push(value, cost) {
    if (this.#end !== null) return;
    if (this.#waiting.length === 0) {
      this.#queue.push(value, cost);
      return;
    }
    this.#pay(cost);
    this.#waiting.shift().resolve({ value, done: false });
  }

  /** Behind the items that wait. */
  finish(value) {
    this.#stop({ value });
  }
  fail(error) {
    this.#stop({ error, isFailure: true });
  }
  drop() {
    this.#queue = [];
    this.#head = 0;
  }

  #stop(end) {
    if (this.#end !== null) return;
    this.#end = end;
    for (const { resolve, reject } of this.#waiting.splice(0)) this.#tellEnd(resolve, reject);
  }

  /** A failure, or the result, is told once; after it there is only "done". */
  #tellEnd(resolve, reject) {
    const { value, error, isFailure } = this.#end;
    this.#end = {};
    if (isFailure) reject(error);
    else resolve({ value, done: true });
  }

  #pay(cost) {
    this.#owed += cost;
    if (this.#owed < itemWindowBytes / 2) return;
    this.#line.credit(this.#owed);
    this.#owed = 0;
  }

  // ---- who reads

  next() {
    if (!this.#isOpened) {
      this.#isOpened = true;
      this.#line.credit(itemWindowBytes);
    }
    if (this.#head < this.#queue.length) return Promise.resolve({ value: this.#take(), done: false });
    return new Promise((resolve, reject) => {
      if (this.#end !== null) this.#tellEnd(resolve, reject);
      else this.#waiting.push({ resolve, reject });
    });
  }

  #take() {
    const value = this.#queue[this.#head];
    const cost = this.#queue[this.#head + 1];
    this.#queue[this.#head] = undefined;
    this.#head += 2;
    if (this.#head === this.#queue.length) {
      this.drop();
    } else if (this.#head >= 1024 && this.#head * 2 > this.#queue.length) {
      this.#queue.splice(0, this.#head);
      this.#head = 0;
    }
    this.#pay(cost);
    return value;
  }

  /** A loop was left: by break, return, or an error of its own. */
  return(value) {
    const wasOpen = this.#end === null;
    this.drop();
    this.#stop({});
    this.#end = {};
    if (wasOpen) this.#line.leave();
    return Promise.resolve({ value, done: true });
  }

  throw(error) {
    this.return();
    return Promise.reject(error);
  }

  [Symbol.asyncIterator]() {
    return this;
  }
}
