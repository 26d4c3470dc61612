// SPDX-License-Identifier: MIT
//
// message_calls — calls that go out as messages, and the callback texts that settle them.

function messageCalls({ page, stats, send }) {
  const callbacks = {};
  let calls = 0;

  // What is no call, and no answer to one: see live_messages.js.
  const live = liveMessages({ send, waitFor });

  /** How calls that went this way go on. */
  const carrier = {
    ...live.asking,
    takeBack(id) {
      delete callbacks[id];
      live.asking.takeBack(id);
    },
  };

  /** Another's answer, by the id that is returned. */
  function waitFor(target, resolve, reject) {
    const callbackID = `${target}-${page}-${++calls}`;
    callbacks[callbackID] = { resolve, reject };
    return callbackID;
  }

  /** `envelope` is what goes out beside the callback id; `title` is how a person names the call. */
  function request(letter, envelope, target, title, timeout) {
    const entry = new CallEntry();
    const promise = LiveCall.of(entry);
    if (Array.isArray(envelope.args)) {
      try {
        envelope.args = entry.takeStreams(envelope.args);
      } catch (cause) {
        entry.takeBack(cannotBeSent(target, cause));
        return promise;
      }
    }
    begin(entry, letter, envelope, target);
    if (timeout > 0 && entry.isOpen) {
      entry.timeoutHandle = setTimeout(() => {
        entry.takeBack(
          failure(`Call to ${title} timed out. Request ID: ${entry.id}`, 'timeout'));
      }, timeout);
    }
    return promise;
  }

  function begin(entry, letter, envelope, target) {
    const callbackID = `${target}-${page}-${++calls}`;
    let message;
    try {
      message = letter + messageText({ ...envelope, callbackID });
    } catch (cause) {
      entry.takeBack(cannotBeSent(target, cause));
      return;
    }
    entry.id = callbackID;
    entry.carrier = carrier;
    callbacks[callbackID] = entry;
    try {
      send(message);
    } catch (cause) {
      settle(callbackID);
      entry.reject(cause);
    }
  }

  /** Takes the entry out, so that no call settles twice; undefined for an id nobody waits for. An
   *  app may put entries of its own there. */
  function settle(id) {
    if (!Object.hasOwn(callbacks, id)) return undefined;
    const entry = callbacks[id];
    if (entry instanceof CallEntry) entry.close();
    delete callbacks[id];
    return entry;
  }

  /** The id in a text that is not JSON: the broker writes it behind the result that spoilt it. */
  function callbackIdIn(text) {
    const at = String(text).lastIndexOf('"callbackid":');
    const found = at < 0 ? null : /^"callbackid":("(?:[^"\\]|\\.)*")/.exec(text.slice(at));
    try {
      return found ? JSON.parse(found[1]) : undefined;
    } catch {
      return undefined;
    }
  }

  function Callback(text) {
    let reply;
    try {
      reply = JSON.parse(text);
      if (reply === null || typeof reply !== 'object') throw new SyntaxError('not an object');
    } catch (cause) {
      const entry = settle(callbackIdIn(text));
      entry?.reject(failure(`the answer is not JSON: ${cause.message}`, 'protocol-error'));
      const served = /"request":"(\d+)"\}$/.exec(text);
      if (served) live.loseServed(served[1], `what the page was sent is not JSON: ${cause.message}`);
      throw invalidJson('callback', cause, text);
    }

    if (live.isLive(reply)) {
      const entry = Object.hasOwn(callbacks, reply.callbackid) ? callbacks[reply.callbackid] : null;
      if (!live.take(reply, entry instanceof CallEntry ? entry : null)) stats.lateItems += 1;
      return;
    }

    const entry = settle(reply.callbackid);
    if (!entry) {
      // Timed out here, or asked by the page before a reload: nobody's fault, nobody's error.
      stats.lateReplies += 1;
      return;
    }
    // A code says failure even where the text is empty.
    if (reply.error || (reply.code !== undefined && reply.code !== null)) {
      // Perhaps only its way here was full: nobody shall work on for nobody.
      if (reply.code === 'overloaded' && entry instanceof CallEntry) live.asking.takeBack(reply.callbackid);
      entry.reject(rejection(reply));
    } else {
      entry.resolve(reply.result);
    }
  }

  /** They get no answer any more: whoever would have given it is gone. A call that this page made
   *  before it heard of that may have reached the next broker: there, nobody shall work for nobody. */
  function rejectAll(reason) {
    for (const id of Object.keys(callbacks)) {
      const entry = settle(id);
      if (entry instanceof CallEntry) live.asking.takeBack(id);
      entry.reject(failure(reason, 'backend-gone'));
    }
  }

  /** Kept when the broker has heard all that was sent before, and all that it sent before has come:
   *  it answers in order. A name that no page can offer. */
  const barrier = () => new Promise((resolve) => live.serving.withdraw('fairlead.barrier', resolve));

  return {
    callbacks,
    barrier,
    serving: live.serving,
    leadServed: live.leadServed,
    loseServed: live.loseServed,
    /** A call that was to go another way. */
    carry: (entry, name, args, traceparent) =>
      begin(entry, 'C', { name, args, traceparent }, name),
    rejectAll,
    settle,
    Callback,
    call: (name, args, timeout, traceparent) =>
      request('C', { name, args, traceparent }, name, name, timeout),
    /** The host answers: in order with the window's messages. */
    systemCall(name, args) {
      const full = ':wails:' + name;
      return request('C', { name: full, args }, full, full);
    },
    ObfuscatedCall: (id, args, timeout) =>
      request('c', { id, args }, id, `method ${id}`, timeout),
  };
}
