// SPDX-License-Identifier: MIT
//
// channel_calls — calls of plugins on the page's own channel: numbers instead of callback ids.

function channelCalls({ page, stats, channel, messages }) {
  const waiting = new Map();  // A call's number there → its entry.

  const pack = (value, takesBinary) =>
    takesBinary ? packValue(value) : { text: valueText(value), attachments: null };

  /** How calls that went this way go on, those of this page and those that it serves. */
  const carrier = {
    takeBack(id) {
      waiting.delete(id);
      channel.cancel(id);
    },
    credit: (id, stream, bytes, isLast = false) => channel.credit(id, stream, bytes, isLast),
    item(id, stream, value, takesBinary = true) {
      const packed = pack(value, takesBinary);
      channel.item(id, stream, packed.text, packed.attachments);
      return itemCost(packed);
    },
    end: (id, stream, failed) => channel.end(id, stream, failed && textOf(failed.error)),
    offer: (name, number, done) => channel.offer(name, number, done),
    withdraw: (name, done) => channel.withdraw(name, done),
    result(id, value, takesBinary) {
      const { text, attachments } = pack(value, takesBinary);
      channel.result(id, text, attachments);
    },
    error: (id, code, text, data) =>
      channel.error(id, code, text, data === undefined ? '' : JSON.stringify(data)),
    progress: (id, value) => channel.progress(id, valueText(value)),
  };

  /** Until it is known which way is open the call waits; where it is closed it is a message. */
  function call(name, args, timeout, traceparent) {
    const entry = new CallEntry();
    const promise = LiveCall.of(entry);
    let asked;
    let packed;
    try {
      asked = entry.takeStreams(args);
      packed = packArguments(asked, channel.isOpen());
    } catch (cause) {
      entry.takeBack(cannotBeSent(name, cause));
      return promise;
    }
    if (timeout > 0) {
      entry.timeoutHandle = setTimeout(() => {
        const title = `${name}-${page}-${entry.id}`;
        entry.takeBack(failure(`Call to ${name} timed out. Request ID: ${title}`, 'timeout'));
      }, timeout);
    }
    const go = () => {
      if (!entry.isOpen) return;  // Taken back while it waited.
      entry.carrier = carrier;
      entry.id = packed.parts
        ? channel.callInParts(name, packed.parts, timeout, traceparent)
        : channel.call(name, packed.text, packed.attachments, timeout, traceparent);
      waiting.set(entry.id, entry);
    };
    if (channel.isOpen()) {
      go();
      return promise;
    }
    const otherwise = () => {
      if (!entry.isOpen) return;
      const asText = packed.attachments ? asked : JSON.parse(packed.text);
      messages.carry(entry, name, asText, traceparent);
    };
    if (!channel.whenKnown(go, otherwise)) {
      entry.takeBack(failure('too many calls wait for the page\'s channel', 'overloaded'));
    }
    return promise;
  }

  function settle(id, code, value) {
    stats.items += 1;
    const entry = waiting.get(id);
    if (entry === undefined) {
      stats.lateReplies += 1;
      return;
    }
    waiting.delete(id);
    entry.close();
    if (code === null) entry.resolve(value);
    else entry.reject(failure(value.message, code, value.data));
  }

  function item(id, value, cost) {
    const entry = waiting.get(id);
    if (entry === undefined) stats.lateItems += 1;
    else entry.readItems().push(value, cost);
  }

  /** Something of a call could not be sent or read: it ends here, and for its plugin. */
  function breakOff(id, code, text) {
    waiting.get(id)?.takeBack(failure(text, code));
  }

  function rejectAll(reason) {
    const all = [...waiting.values()];
    waiting.clear();
    for (const entry of all) {
      entry.close();
      entry.reject(failure(`the page's channel has ended: ${reason}`, 'backend-gone'));
    }
  }

  return {
    carrier, call, settle, item, breakOff, rejectAll,
    progress: (id, value) => waiting.get(id)?.hearProgress(value),
    credit: (id, stream, bytes, isLast) => waiting.get(id)?.openStream(stream, bytes, isLast),
  };
}
