// SPDX-License-Identifier: MIT
//
// offers — functions of this page that back ends may call, under names of their own, as they would
// call a plugin's.
//
// The same on either way, `byChannel` and `byMessages`: each has offer, withdraw, result, error,
// progress, item and credit. A call that is served has a text for its number.

// What a caller takes, as inpage/turn_text.hpp counts.
const callerTakes = { binary: 1, progress: 2, items: 4 };

const isStreamReference = (value) => value !== null && typeof value === 'object' &&
  typeof value.$stream === 'number' && Object.keys(value).length === 1;

/** One call of a function of the page. */
class ServedCall {
  #id;
  #way;
  #takes;
  #readers = new Map();  // Of its arguments.
  #source = null;        // Of its result.
  #isOpen = true;
  #closed;
  #controller = new AbortController();

  constructor(id, way, takes, closed) {
    this.#id = id;
    this.#way = way;
    this.#takes = takes;
    this.#closed = closed;
  }

  get way() {
    return this.#way;
  }

  async run(name, fn, args) {
    const context = {
      signal: this.#controller.signal,
      progress: (value) => this.#progress(value),
    };
    try {
      const given = await fn(...args.map((one) => this.#read(one)), context);
      if (isStream(given)) this.#sendItems(name, given);
      else this.#answer(given);
    } catch (error) {
      this.fail('app-error', error);
    }
  }

  #read(value) {
    if (!isStreamReference(value)) return value;
    const stream = value.$stream;
    const reader = new StreamReader({
      credit: (bytes) => { if (this.#isOpen) this.#way.credit(this.#id, stream, bytes, false); },
      leave: () => { if (this.#isOpen) this.#way.credit(this.#id, stream, 0, true); },
      isOpened: false,
    });
    this.#readers.set(stream, reader);
    return reader;
  }

  #progress(value) {
    if (this.#isOpen && (this.#takes & callerTakes.progress) !== 0) {
      this.#way.progress(this.#id, value);
    }
  }

  #sendItems(name, items) {
    if ((this.#takes & callerTakes.items) === 0) {
      new StreamSource(items, {}).stop();
      this.fail('bad-arguments', new Error(`${name} is a stream; its caller takes no items`));
      return;
    }
    this.#source = new StreamSource(items, {
      item: (value) => this.#way.item(this.#id, 0, value, this.#takesBinary()),
      end: (value) => this.#answer(value),
      fail: (error) => this.fail('app-error', error),
    });
    if (this.#isOpen) this.#source.open(itemWindowBytes);
    else this.#source.stop();
  }

  #takesBinary() {
    return (this.#takes & callerTakes.binary) !== 0;
  }

  #answer(value) {
    if (!this.#isOpen) return;
    try {
      this.#way.result(this.#id, value, this.#takesBinary());
    } catch (cause) {
      this.fail('app-error', new Error(`the result cannot be sent: ${textOf(cause)}`));
      return;
    }
    this.#close();
  }

  fail(code, error) {
    if (!this.#isOpen) return;
    const type = typeof error?.name === 'string' ? error.name : typeof error;
    this.#way.error(this.#id, code, textOf(error), code === 'app-error' ? { type } : undefined);
    this.#close();
  }

  /** Nobody waits for its answer any more. */
  cancel(error) {
    if (!this.#isOpen) return;
    this.#close();
    this.#controller.abort(error);
  }

  #close() {
    this.#isOpen = false;
    this.#closed();
    if (this.#source !== null) this.#source.stop();
    for (const reader of this.#readers.values()) {
      reader.fail(failure('the call that this stream belongs to has ended', 'cancelled'));
    }
  }

  item(stream, value, cost) {
    this.#readers.get(stream)?.push(value, cost);
  }
  end(stream, code, value) {
    const reader = this.#readers.get(stream);
    if (code) reader?.fail(failure(value.message, code, value.data));
    else reader?.finish();
  }
  credit(bytes, isLast) {
    if (isLast) this.cancel(failure('nobody reads the items any more', 'cancelled'));
    else this.#source?.open(bytes);
  }
}

function pageOffers({ stats, channel, byChannel, byMessages }) {
  const offered = [];        // By number: { name, fn, kept }; undefined when it was taken back.
  const names = new Map();   // name → number
  const served = new Map();  // A call's number → ServedCall.

  /** Runs `act(way)` on whichever is open, now or when it is known. */
  function onTheWay(act) {
    const isWaiting = channel && channel.whenKnown(() => act(byChannel), () => act(byMessages));
    if (!isWaiting) act(byMessages);
  }

  function offer(name, fn) {
    if (typeof fn !== 'function') throw new TypeError('an offer is a name and a function');
    const called = String(name);
    if (names.has(called)) throw new Error(`'${called}' is offered by this page already`);
    const one = { name: called, fn, kept: null };
    const number = offered.push(one) - 1;
    names.set(called, number);
    const ready = new Promise((resolve, reject) => { one.kept = { resolve, reject }; });
    ready.catch(() => {});  // Said below, to those who do not wait for it.
    onTheWay((way) => place(way, number));
    const end = () => {
      if (forget(called, number)) onTheWay((way) => way.withdraw(called, () => {}));
    };
    return Object.assign(end, { ready });
  }

  function place(way, number) {
    const one = offered[number];
    if (one === undefined) return;  // Taken back while it waited.
    way.offer(one.name, number, (code, text) => {
      if (code === null) {
        one.kept.resolve();
      } else if (code !== 'backend-gone') {  // Then it is offered again, on another way.
        forget(one.name, number);
        console.error(`the page cannot offer '${one.name}': ${text}`);
        one.kept.reject(failure(text, code));
      }
    });
  }

  function forget(name, number) {
    if (names.get(name) !== number) return false;
    names.delete(name);
    offered[number] = undefined;
    return true;
  }

  /** A back end calls one of them. */
  function serve(way, id, number, args, takes) {
    const found = offered[number];
    const call = new ServedCall(id, way, takes, () => served.delete(id));
    if (found === undefined) {
      call.fail('no-such-method', new Error('the page has taken that function back'));
      return;
    }
    served.set(id, call);
    call.run(found.name, found.fn, Array.isArray(args) ? args : []);
  }

  /** On another way, or to somebody who has heard of none; to hear one twice does no harm. */
  function offerOn(way) {
    for (const number of names.values()) place(way, number);
  }

  /** Who called on that way. Calls that are served on another go on. */
  function callersGone(way, reason) {
    for (const call of [...served.values()]) {
      if (call.way === way) call.cancel(failure(reason, 'backend-gone'));
    }
  }

  return {
    offer, serve, offerOn, callersGone,
    cancelled: (id) => served.get(id)?.cancel(failure('the caller took the call back', 'cancelled')),
    breakOff: (id, code, text) => served.get(id)?.fail(code, new Error(text)),
    /** A call, or something along it, that is no JSON. */
    unreadable(way, id, text) {
      if (!served.has(id)) served.set(id, new ServedCall(id, way, 0, () => served.delete(id)));
      served.get(id).fail('protocol-error', new Error(text));
    },
    credit: (id, bytes, isLast) => served.get(id)?.credit(bytes, isLast),
    item(id, stream, value, cost) {
      const call = served.get(id);
      if (call === undefined) stats.lateItems += 1;
      else call.item(stream, value, cost);
    },
    end: (id, stream, code, value) => served.get(id)?.end(stream, code, value),
  };
}
