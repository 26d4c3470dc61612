// SPDX-License-Identifier: MIT
//
// events — who listens in this page, and which names the native side is asked for.

function eventBus({ channel, send }) {
  // name → listeners, oldest first. Without a prototype: an event may be called "constructor".
  const eventListeners = Object.create(null);

  /** Tells the native side what this page wants to hear. A page without a host hears nothing. */
  function tellInterest(message) {
    try {
      send(message);
    } catch {
      // ipc.js has already said that there is no host.
    }
  }

  function listen(name) {
    const message = () => tellInterest('ES' + name);
    if (!channel || !channel.isName(name)) message();
    else if (!channel.whenKnown(() => channel.subscribe(name), message)) message();
  }

  function unlisten(name) {
    const message = () => tellInterest('EX' + name);
    if (!channel || !channel.isName(name)) message();
    else if (!channel.whenKnown(() => channel.unsubscribe(name), message)) message();
  }

  function emit(name, data) {
    const message = () => send('EE' + JSON.stringify({ name, data }));
    if (!channel || !channel.isName(name)) {
      message();
      return;
    }
    const text = JSON.stringify(data);
    if (!channel.whenKnown(() => channel.emit(name, text), message)) message();
  }

  function addListener(name, callback, maxCallbacks) {
    const listener = { eventName: name, callback, left: maxCallbacks > 0 ? maxCallbacks : -1 };
    const first = !eventListeners[name];
    eventListeners[name] = first ? [listener] : [...eventListeners[name], listener];
    if (first) listen(name);
    return () => removeListener(listener);
  }

  function removeListener(listener) {
    const name = listener.eventName;
    const left = (eventListeners[name] || []).filter((other) => other !== listener);
    if (!eventListeners[name] || left.length === eventListeners[name].length) return;
    if (left.length > 0) {
      eventListeners[name] = left;
    } else {
      delete eventListeners[name];
      unlisten(name);
    }
  }

  /**
   * Last registered first, over those who listened when the event came. A listener that throws
   * keeps it from nobody; the first error is thrown on when all have heard.
   */
  function notify(name, data, then) {
    const errors = [];
    const present = eventListeners[name] || [];  // Never changed in place, so this is a snapshot.
    for (let i = present.length - 1; i >= 0; i -= 1) {
      const listener = present[i];
      if (listener.left === 0) continue;  // Used up by an event emitted from inside this one.
      if (listener.left > 0) {
        listener.left -= 1;
        if (listener.left === 0) removeListener(listener);
      }
      try {
        listener.callback.apply(null, data);
      } catch (error) {
        errors.push(error);
      }
    }
    then?.();
    errors.slice(1).forEach(report);
    if (errors.length > 0) throw errors[0];
  }

  /** An event as it came from outside: data that is no list is one argument. */
  const hear = (name, data) =>
    notify(name, Array.isArray(data) || data === null || data === undefined ? data : [data]);

  function EventsNotify(text) {
    let event;
    try {
      event = JSON.parse(text);
      if (event === null || typeof event !== 'object') throw new SyntaxError('not an object');
    } catch (cause) {
      throw invalidJson('Notify', cause, text);
    }
    hear(event.name, event.data);
  }

  let leaveMove = null;  // While the page comes back to its channel.

  /**
   * The channel is back. In one moment the broker sends a topic's events there instead of to the
   * host, so none is lost and none comes twice; those of the channel wait (`back` holds them) until
   * those that are on their way as messages have come. `barrier()` is kept when all that was said
   * by messages before has reached the broker, and all that it said by messages before has come.
   */
  function moveToChannel(back, barrier) {
    const names = Object.keys(eventListeners).filter(channel.isName);
    const unlisten = () => names.forEach((name) => tellInterest('EX' + name));
    let end = null;
    const finish = () => (end ??= barrier().then(() => {
      if (back.isOpen()) {
        unlisten();  // The broker knows; its host does not.
        leaveMove = null;
      }
      back.finish();
    }));
    /** That channel, too, has gone. What it brought comes behind what was sent as messages. */
    leaveMove = () => {
      leaveMove = null;
      finish();
      unlisten();
    };
    return barrier().then(() => new Promise((resolve) => {
      if (!back.isOpen()) return;
      let missing = names.length;
      if (missing === 0) resolve();
      else back.subscribe(names, () => { if (--missing === 0) resolve(); });
    })).then(finish);
  }

  const forgetListeners = (name) => {
    delete eventListeners[name];
    unlisten(name);
  };

  return {
    eventListeners,
    EventsNotify,
    hear,
    moveToChannel,
    /** The channel is gone: what it was asked for is asked again by messages. */
    askAgain() {
      leaveMove?.();
      for (const name of Object.keys(eventListeners)) tellInterest('ES' + name);
    },
    functions: {
      EventsOn: (name, callback) => addListener(name, callback, -1),
      EventsOnce: (name, callback) => addListener(name, callback, 1),
      EventsOnMultiple: addListener,
      EventsOff: (name, ...more) => [name, ...more].forEach(forgetListeners),
      EventsOffAll: () => Object.keys(eventListeners).forEach(forgetListeners),
      EventsEmit(name, ...data) {
        // The native side does not send it back to us.
        notify(name, data, () => emit(name, data));
      },
    },
  };
}
