// SPDX-License-Identifier: MIT
//
// runtime — the page's side of the bridge: window.go, window.runtime, window.wails, and what is
// beyond Wails, window.fairlead.
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
  const call = (name, args, timeout, traceparent) =>
    (channel && channel.state() !== 'closed' ? onChannel : calls)
      .call(name, args, timeout, traceparent);
  const events = eventBus({ channel, send });
  const deliver = delivery({
    page, stats, calls, events,
    callersGone: (reason) => offers.callersGone(calls.serving, reason),
    offerAgain() {
      if (window.wails.path.startsWith('messages')) offers.offerOn(calls.serving);
    },
  });
  const SetBindings = bindings({ call });
  const offers = pageOffers({
    stats, channel, byChannel: onChannel && onChannel.carrier, byMessages: calls.serving,
  });
  calls.leadServed(offers);

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
      item(id, stream, value, cost) {
        stats.items += 1;
        if (stream === 0) onChannel.item(id, value, cost);
        else offers.item(id, stream, value, cost);
      },
      progress: onChannel.progress,
      credit(id, stream, bytes, isLast) {
        if (stream === 0) offers.credit(id, bytes, isLast);
        else onChannel.credit(id, stream, bytes, isLast);
      },
      breakOff: onChannel.breakOff,
      ended: offers.end,
      serve: (id, number, args, takes) =>
        offers.serve(onChannel.carrier, id, number, args, takes),
      cancelled: offers.cancelled,
      refusedAnswer: offers.breakOff,
      /** Of a call of this page, or of one that it serves. */
      unreadable(id, text) {
        if (typeof id === 'number') onChannel.breakOff(id, 'protocol-error', text);
        else offers.unreadable(onChannel.carrier, id, text);
      },
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
      opened(back) {
        events.moveToChannel(back, calls.barrier).then(() => {
          if (channel.isOpen()) offers.offerOn(onChannel.carrier);
        }).catch(report);
      },
      /** From here on everything goes as messages. */
      closed(reason) {
        onChannel.rejectAll(reason);
        offers.callersGone(onChannel.carrier, reason);
        offers.offerOn(calls.serving);
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
  window.fairlead = Object.freeze({
    offer: offers.offer,
    call: namedCall(call),
  });
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
