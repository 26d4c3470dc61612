// SPDX-License-Identifier: MIT
//
// channel_calls — calls of plugins on the page's own channel: numbers instead of callback ids.

function channelCalls({ page, stats, channel, messages }) {
  const waiting = new Map();  // A call's number there → who waits.

  /** Until it is known which way is open the call waits; where it is closed it is a message. */
  function call(name, args, timeout) {
    return new Promise((resolve, reject) => {
      let packed;
      try {
        packed = packArguments(args, channel.isOpen());
      } catch (cause) {
        reject(cannotBeSent(name, cause));
        return;
      }
      const entry = { id: 0, resolve, reject, timeoutHandle: undefined };
      if (timeout > 0) {
        entry.timeoutHandle = setTimeout(() => {
          if (entry.id !== 0) {
            waiting.delete(entry.id);
            channel.cancel(entry.id);
          }
          const asked = `${name}-${page}-${entry.id}`;
          reject(failure(`Call to ${name} timed out. Request ID: ${asked}`, 'timeout'));
        }, timeout);
      }
      const go = () => {
        entry.id = packed.parts
          ? channel.callInParts(name, packed.parts)
          : channel.call(name, packed.text, packed.attachments);
        waiting.set(entry.id, entry);
      };
      if (channel.isOpen()) {
        go();
        return;
      }
      const otherwise = () => {
        clearTimeout(entry.timeoutHandle);
        const asked = packed.attachments ? args : JSON.parse(packed.text);
        messages.call(name, asked, timeout).then(resolve, reject);
      };
      if (!channel.whenKnown(go, otherwise)) {
        clearTimeout(entry.timeoutHandle);
        reject(failure('too many calls wait for the page\'s channel', 'overloaded'));
      }
    });
  }

  function settle(id, code, value) {
    stats.items += 1;
    const entry = waiting.get(id);
    if (entry === undefined) {
      stats.lateReplies += 1;
      return;
    }
    waiting.delete(id);
    if (entry.timeoutHandle !== undefined) clearTimeout(entry.timeoutHandle);
    if (code === null) entry.resolve(value);
    else entry.reject(failure(value.message, code, value.data));
  }

  function rejectAll(reason) {
    const all = [...waiting.values()];
    waiting.clear();
    for (const entry of all) {
      clearTimeout(entry.timeoutHandle);
      entry.reject(failure(`the page's channel has ended: ${reason}`, 'backend-gone'));
    }
  }

  return { call, settle, rejectAll };
}
