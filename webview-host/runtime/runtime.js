// SPDX-License-Identifier: MIT
//
// runtime — the page's side of the bridge: window.go, window.runtime, window.wails.
//
// Served as one classic script, /wails/runtime.js, that runs before any module of the app: the
// other files of this folder (but ipc.js) are put before this one, all of them in one function.
// Running it twice in one document only adds new bindings: calls in flight, listeners and
// "runtime:ready" exist once.
//
// Where the web process has given this document a channel of its own (inpage/page.js), calls and
// events take that: numbers instead of callback ids, arguments and results as JSON once, binary
// beside it. Until it is known which way is open they wait; where it is closed they go as messages.

function start() {
  const { page, stats } = pageIdentity(window._fairleadHost && window._fairleadHost.page);
  // Nobody after us needs it, and nobody before us was there.
  const channel = window._fairleadPage;
  delete window._fairleadPage;

  // Looked up at each call: ipc.js may come after this script, and tests replace it.
  const send = (message) => window.WailsInvoke(message);

  const flags = windowFlags();
  const calls = messageCalls({ page, stats, send });
  const onChannel = channel && channelCalls({ page, stats, channel, messages: calls });
  const call = (name, args, timeout) =>
    (channel && channel.state() !== 'closed' ? onChannel : calls).call(name, args, timeout);
  const events = eventBus({ channel, send });
  const deliver = delivery({ page, stats, calls, events });
  const SetBindings = bindings({ call });

  const runtime = {
    ...events.functions,
    ...windowFunctions({ send, systemCall: calls.systemCall }),
  };
  // In the object, not beside it: an app may replace EventsOn, and then that is asked.
  Object.assign(runtime, fileDrop({ flags, events: runtime }));

  // What comes on the channel, in its order, each in a listener of its own (see inpage/page.js).
  if (channel) {
    channel.lead({
      turn() {
        stats.turns += 1;
      },
      settle: onChannel.settle,
      callback(text) {
        stats.items += 1;
        calls.Callback(text);
      },
      event(name, data) {
        stats.items += 1;
        events.hear(name, data);
      },
      deaf(name, text) {
        runtime.LogWarning(`the page cannot hear '${name}': ${text}`);
      },
      /** It was closed, and everything has gone as messages since. */
      opened() {
        const answered = () => calls.systemCall('WindowIsNormal').catch(() => {});
        events.askOnChannel(answered).catch(report);
      },
      /** From here on everything goes as messages. */
      closed(reason) {
        onChannel.rejectAll(reason);
        events.askAgain();
      },
    });
  }

  /** Takes what the line served before this script has put into window.wailsbindings. */
  function bind() {
    if (!window.wailsbindings) return;
    SetBindings(window.wailsbindings);
    delete window.wailsbindings;
    delete window.wails.SetBindings;
  }

  window.ObfuscatedCall = calls.ObfuscatedCall;
  window.go = {};
  window.runtime = runtime;
  window.wails = {
    Callback: calls.Callback,
    EventsNotify: events.EventsNotify,
    SetBindings,
    eventListeners: events.eventListeners,
    callbacks: calls.callbacks,
    flags,
    setCSSDragProperties(property, value) {
      flags.cssDragProperty = property;
      flags.cssDragValue = value;
    },
    setCSSDropProperties(property, value) {
      flags.cssDropProperty = property;
      flags.cssDropValue = value;
    },
  };
  Object.defineProperty(window.wails, 'stats', { value: stats });
  Object.defineProperty(window.wails, 'path', {
    get: () => !channel ? 'messages' : channel.isOpen() ? 'in-page'
      : channel.state() === 'asking' ? 'asking' : `messages (${channel.reason()})`,
  });
  if (channel && channel.now) Object.defineProperty(window.wails, 'now', { value: channel.now });
  Object.defineProperty(window, '_fairlead', { value: Object.freeze({ deliver, page, bind }) });

  bind();
  windowFrame({ flags, send });
  contextMenu({ flags });
  send('runtime:ready');
}

if (window._fairlead) window._fairlead.bind();
else start();
