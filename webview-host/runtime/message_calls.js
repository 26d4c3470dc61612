// SPDX-License-Identifier: MIT
//
// message_calls — calls that go out as messages, and the callback texts that settle them.

function messageCalls({ page, stats, send }) {
  const callbacks = {};
  let calls = 0;

  /** `envelope` is what goes out beside the callback id; `title` is how a person names the call. */
  function request(letter, envelope, target, title, timeout) {
    return new Promise((resolve, reject) => {
      const callbackID = `${target}-${page}-${++calls}`;
      let message;
      try {
        message = letter + messageText({ ...envelope, callbackID });
      } catch (cause) {
        reject(cannotBeSent(target, cause));
        return;
      }
      const entry = { resolve, reject, timeoutHandle: null };
      if (timeout > 0) {
        entry.timeoutHandle = setTimeout(() => {
          delete callbacks[callbackID];
          reject(failure(`Call to ${title} timed out. Request ID: ${callbackID}`, 'timeout'));
        }, timeout);
      }
      callbacks[callbackID] = entry;
      try {
        send(message);
      } catch (cause) {
        settle(callbackID);
        reject(cause);
      }
    });
  }

  /** Takes the entry out, so that no call settles twice; undefined for an id nobody waits for. */
  function settle(id) {
    if (!Object.hasOwn(callbacks, id)) return undefined;
    const entry = callbacks[id];
    clearTimeout(entry.timeoutHandle);
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
      throw invalidJson('callback', cause, text);
    }

    const entry = settle(reply.callbackid);
    if (!entry) {
      // Timed out here, or asked by the page before a reload: nobody's fault, nobody's error.
      stats.lateReplies += 1;
      return;
    }
    // A code says failure even where the text is empty.
    if (reply.error || (reply.code !== undefined && reply.code !== null)) {
      entry.reject(rejection(reply));
    } else {
      entry.resolve(reply.result);
    }
  }

  /** They get no answer any more: whoever would have given it is gone. */
  function rejectAll(reason) {
    for (const id of Object.keys(callbacks)) settle(id).reject(failure(reason, 'backend-gone'));
  }

  return {
    callbacks,
    rejectAll,
    settle,
    Callback,
    call: (name, args, timeout) => request('C', { name, args }, name, name, timeout),
    /** The host answers: in order with the window's messages. */
    systemCall(name, args) {
      const full = ':wails:' + name;
      return request('C', { name: full, args }, full, full);
    },
    ObfuscatedCall: (id, args, timeout) =>
      request('c', { id, args }, id, `method ${id}`, timeout),
  };
}
