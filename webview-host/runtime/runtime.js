// SPDX-License-Identifier: MIT
//
// runtime — the page's side of the bridge: window.go, window.runtime, window.wails.
//
// A classic script that runs before any module of the app. Running it twice in one document only
// adds new bindings: calls in flight, listeners and "runtime:ready" exist once.
//
// What the native side runs, at most one such script per turn of its loop:
//
//   window._fairlead.deliver(["<page>",<turn>,<item>,<item>,…]);
//
//   page   the document meant: _fairlead.page ("" = whichever is here). A late turn for a document
//          that is gone is dropped.
//   turn   1, 2, 3 … in each document. A number seen before is dropped, so that a native side in
//          doubt may run a script again.
//   item   ["c","<callback JSON>"]                   as window.wails.Callback would get it
//          ["n","<event JSON>"]                      as window.wails.EventsNotify would get it
//          ["C","/wails/payload/<id>","<callback id>"]   a callback text to fetch; id optional
//          ["N","/wails/payload/<id>"]                   an event text to fetch
//
// The form is measured, not free. One argument that is nothing but JSON lets JavaScriptCore read
// the script by its JSON reader instead of compiling it, 50 µs less per turn; a second argument
// loses that. Texts are string literals, parsed here one by one: in large turns 20 % slower than
// plain object literals, but what a plugin sends is never run as code, and a bad text spoils only
// itself.
//
// Where the web process has given this document a channel of its own (inpage/page.js), calls and
// events take that: numbers instead of callback ids, arguments and results as JSON once, binary
// beside it. Until it is known which way is open they wait; where it is closed they go as messages.
//
// Promise of order: items are dispatched in the order of delivery, a text still loading holds back
// everything behind it, and code that awaits a result has run before an event behind it is heard.
(function () {
  'use strict';

  if (window._fairlead) {
    window._fairlead.bind();
    return;
  }

  const given = window._fairleadHost && window._fairleadHost.page;
  const isName = typeof given === 'string' && /^[A-Za-z0-9]{1,64}$/.test(given);
  const page = isName ? given : randomName();
  // Nobody after us needs it, and nobody before us was there.
  const channel = window._fairleadPage;
  delete window._fairleadPage;

  const stats = {
    turns: 0,
    items: 0,
    lateReplies: 0,
    staleTurns: 0,
    repeatedTurns: 0,
    failedItems: 0,
  };

  function randomName() {
    // A reload must not give the ids of its predecessor again: a late reply would find a taker.
    const words = crypto.getRandomValues(new Uint32Array(2));
    return words[0].toString(36) + words[1].toString(36);
  }

  // Looked up at each call: ipc.js may come after this script, and tests replace it.
  const send = (message) => window.WailsInvoke(message);

  const report = (error) =>
    typeof window.reportError === 'function' ? window.reportError(error) : console.error(error);

  // ---------------------------------------------------------------------------------- calls

  const callbacks = {};
  let calls = 0;

  function failure(text, code, data) {
    const error = new Error(text);
    if (code !== undefined && code !== null) error.code = code;
    if (data !== undefined) error.data = data;
    return error;
  }

  /** `envelope` is what goes out beside the callback id; `title` is how a person names the call. */
  function request(letter, envelope, target, title, timeout) {
    return new Promise((resolve, reject) => {
      const callbackID = `${target}-${page}-${++calls}`;
      let message;
      try {
        message = letter + messageText({ ...envelope, callbackID });
      } catch (cause) {
        const text = `the arguments of ${target} cannot be sent: ${cause.message}`;
        reject(failure(text, 'bad-arguments'));
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

  const call = (name, args, timeout) =>
    channel && channel.state() !== 'closed'
      ? channelCall(name, args, timeout)
      : request('C', { name, args }, name, name, timeout);

  const systemCall = (name, args) => {
    const full = ':wails:' + name;  // The host answers: in order with the window's messages.
    return request('C', { name: full, args }, full, full);
  };

  window.ObfuscatedCall = (id, args, timeout) =>
    request('c', { id, args }, id, `method ${id}`, timeout);

  // Calls on the channel: their number there → who waits.
  const channelCalls = new Map();

  // By its tag: a buffer that comes from a frame is of another ArrayBuffer.
  const isBuffer = (value) => Object.prototype.toString.call(value) === '[object ArrayBuffer]';
  const isBytes = (value) => ArrayBuffer.isView(value) || isBuffer(value);

  /** Looked for before JSON.stringify sees them: it would write a number for each byte. */
  function hasBytes(value, seen = new Set()) {
    if (value === null || typeof value !== 'object') return false;
    if (isBytes(value)) return true;
    if (seen.has(value)) return false;  // An argument may refer to itself; JSON.stringify says so.
    seen.add(value);
    const inside = Array.isArray(value) ? value : Object.values(value);
    return inside.some((one) => hasBytes(one, seen));
  }

  const bytesOf = (value) => isBuffer(value)
    ? new Uint8Array(value)
    : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);

  const isLong = (value) => typeof value === 'string' && value.length >= 64 << 10;

  /** Arguments as text, and what is binary in them beside it. */
  function pack(args) {
    if (!hasBytes(args)) {
      if (!channel.isOpen() || !args.some(isLong)) {
        return { text: JSON.stringify(args), attachments: null };
      }
      return {
        parts: args.map((one) => isLong(one) ? { raw: one } : JSON.stringify(one) ?? 'null'),
      };
    }
    const attachments = [];
    const text = JSON.stringify(args, (_, value) =>
      isBytes(value) ? { $bytes: attachments.push(bytesOf(value)) - 1 } : value);
    return { text, attachments };
  }

  function base64(bytes) {
    let text = '';
    for (let at = 0; at < bytes.length; at += 8192) {
      text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    }
    return btoa(text);
  }

  /** Script messages are text: there, bytes are base64, as Wails has them. */
  function messageText(envelope) {
    if (!hasBytes(envelope.args)) return JSON.stringify(envelope);
    return JSON.stringify(envelope, (_, value) =>
      isBytes(value) ? base64(bytesOf(value)) : value);
  }

  function channelCall(name, args, timeout) {
    return new Promise((resolve, reject) => {
      let packed;
      try {
        packed = pack(args);
      } catch (cause) {
        const text = `the arguments of ${name} cannot be sent: ${cause.message}`;
        reject(failure(text, 'bad-arguments'));
        return;
      }
      const entry = { id: 0, resolve, reject, timeoutHandle: undefined };
      if (timeout > 0) {
        entry.timeoutHandle = setTimeout(() => {
          if (entry.id !== 0) {
            channelCalls.delete(entry.id);
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
        channelCalls.set(entry.id, entry);
      };
      if (channel.isOpen()) {
        go();
        return;
      }
      const otherwise = () => {
        clearTimeout(entry.timeoutHandle);
        const asked = packed.attachments ? args : JSON.parse(packed.text);
        request('C', { name, args: asked }, name, name, timeout).then(resolve, reject);
      };
      if (!channel.whenKnown(go, otherwise)) {
        clearTimeout(entry.timeoutHandle);
        reject(failure('too many calls wait for the page\'s channel', 'overloaded'));
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
      throw invalid('callback', cause, text);
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

  function rejection({ error, code, data }) {
    if (typeof error === 'string') return failure(error || String(code), code, data);
    // An error formatter's object: keep it whole in `data`, a message for people in front.
    const text = error && typeof error.message === 'string' ? error.message : JSON.stringify(error);
    return failure(error ? text : String(code), code, data === undefined && error ? error : data);
  }

  /** Logged as well: whoever evaluates scripts in a page does not see what they throw. */
  function invalid(where, cause, text) {
    const whole = String(text);
    const excerpt = whole.length > 200 ? whole.slice(0, 200) + '…' : whole;
    const problem = `Invalid JSON passed to ${where}: ${cause.message}. Message: ${excerpt}`;
    window.runtime.LogDebug(problem);
    return new Error(problem);
  }

  // --------------------------------------------------------------------------------- events

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
   * keeps it from the rest.
   */
  function notify(name, data) {
    const present = eventListeners[name] || [];  // Never changed in place, so this is a snapshot.
    for (let i = present.length - 1; i >= 0; i -= 1) {
      const listener = present[i];
      if (listener.left === 0) continue;  // Used up by an event emitted from inside this one.
      if (listener.left > 0) {
        listener.left -= 1;
        if (listener.left === 0) removeListener(listener);
      }
      listener.callback.apply(null, data);
    }
  }

  function EventsNotify(text) {
    let event;
    try {
      event = JSON.parse(text);
      if (event === null || typeof event !== 'object') throw new SyntaxError('not an object');
    } catch (cause) {
      throw invalid('Notify', cause, text);
    }
    const { name, data } = event;
    notify(name, Array.isArray(data) || data === null || data === undefined ? data : [data]);
  }

  const forgetListeners = (name) => {
    delete eventListeners[name];
    unlisten(name);
  };

  const events = {
    EventsOn: (name, callback) => addListener(name, callback, -1),
    EventsOnce: (name, callback) => addListener(name, callback, 1),
    EventsOnMultiple: addListener,
    EventsOff: (name, ...more) => [name, ...more].forEach(forgetListeners),
    EventsOffAll: () => Object.keys(eventListeners).forEach(forgetListeners),
    EventsEmit(name, ...data) {
      notify(name, data);  // The native side does not send it back to us.
      emit(name, data);
    },
  };

  // What comes on the channel, in its order, each in a listener of its own (see inpage/page.js).
  if (channel) {
    channel.lead({
      turn() {
        stats.turns += 1;
      },
      settle(id, code, value) {
        stats.items += 1;
        const entry = channelCalls.get(id);
        if (entry === undefined) {
          stats.lateReplies += 1;
          return;
        }
        channelCalls.delete(id);
        if (entry.timeoutHandle !== undefined) clearTimeout(entry.timeoutHandle);
        if (code === null) entry.resolve(value);
        else entry.reject(failure(value.message, code, value.data));
      },
      callback(text) {
        stats.items += 1;
        Callback(text);
      },
      event(name, data) {
        stats.items += 1;
        notify(name, Array.isArray(data) || data === null ? data : [data]);
      },
      deaf(name, text) {
        runtime.LogWarning(`the page cannot hear '${name}': ${text}`);
      },
      /** From here on everything goes as messages. */
      closed(reason) {
        const waiting = [...channelCalls.values()];
        channelCalls.clear();
        for (const entry of waiting) {
          clearTimeout(entry.timeoutHandle);
          entry.reject(failure(`the page's channel has ended: ${reason}`, 'backend-gone'));
        }
        for (const name of Object.keys(eventListeners)) tellInterest('ES' + name);
      },
    });
  }

  // ------------------------------------------------------------------------------- delivery

  const queue = [];  // Items as they came; queue[head] is next.
  let head = 0;
  let lastTurn = 0;
  let draining = false;
  let resting = false;  // The rest of the queue waits for the next task.

  const nextTask = new MessageChannel();
  nextTask.port1.onmessage = () => {
    resting = false;
    drain();
  };

  function rest() {
    if (resting) return;
    resting = true;
    nextTask.port2.postMessage(null);
  }

  function deliver(turn) {
    const [forPage, number] = turn;
    if (forPage !== '' && forPage !== page) {
      stats.staleTurns += 1;
      return;
    }
    if (number <= lastTurn) {
      stats.repeatedTurns += 1;
      return;
    }
    lastTurn = number;
    stats.turns += 1;
    for (let i = 2; i < turn.length; i += 1) {
      if (isLoading(turn[i])) load(turn[i]);
      queue.push(turn[i]);
    }
    drain();
  }

  const isLoading = (item) => item[0] === 'C' || item[0] === 'N';

  /** Texts load side by side; each becomes an ordinary item, or a failure, in its place. */
  function load(item) {
    fetch(item[1])
      .then((response) => {
        if (!response.ok) throw new Error(`HTTP ${response.status}`);
        return response.text();
      })
      .then(
        (text) => {
          item[0] = item[0].toLowerCase();
          item[1] = text;
        },
        (cause) => {
          item[0] = 'failed';
          item[1] = `a text for this page could not be loaded from ${item[1]}: ${cause.message}`;
        })
      .then(rest);
  }

  /** Always begins in a task of its own, so whoever awaited an earlier result has run. */
  function drain() {
    if (draining || resting) return;
    draining = true;
    let afterResult = false;
    while (head < queue.length && !isLoading(queue[head])) {
      const isEvent = queue[head][0] === 'n';
      if (isEvent && afterResult) {
        // An async function that waits for that result goes on in microtasks, after this script.
        // It must not hear the event first.
        rest();
        break;
      }
      afterResult ||= !isEvent;
      dispatch(queue[head]);
      queue[head] = undefined;
      head += 1;
    }
    if (head === queue.length) {
      queue.length = 0;
      head = 0;
    }
    draining = false;
  }

  /** One item's trouble is reported and stays its own. */
  function dispatch([kind, text, id]) {
    stats.items += 1;
    try {
      if (kind === 'c') {
        Callback(text);
      } else if (kind === 'n') {
        EventsNotify(text);
      } else {
        const entry = settle(id);
        if (!entry) throw new Error(kind === 'failed' ? text : `unknown kind of item: ${kind}`);
        stats.failedItems += 1;
        entry.reject(failure(text, 'protocol-error'));
      }
    } catch (error) {
      stats.failedItems += 1;
      report(error);
    }
  }

  // --------------------------------------------------------------------- window.runtime

  // Functions whose message never changes.
  const fixedMessages = {
    WindowReloadApp: 'WR',
    WindowSetSystemDefaultTheme: 'WASDT',
    WindowSetLightTheme: 'WALT',
    WindowSetDarkTheme: 'WADT',
    WindowCenter: 'Wc',
    WindowFullscreen: 'WF',
    WindowUnfullscreen: 'Wf',
    WindowHide: 'WH',
    WindowShow: 'WS',
    WindowMaximise: 'WM',
    WindowUnmaximise: 'WU',
    WindowToggleMaximise: 'Wt',
    WindowMinimise: 'Wm',
    WindowUnminimise: 'Wu',
    Quit: 'Q',
    Show: 'S',
    Hide: 'H',
  };

  // Functions whose message is a prefix and the one argument.
  const prefixedMessages = {
    LogPrint: 'LP',
    LogTrace: 'LT',
    LogDebug: 'LD',
    LogInfo: 'LI',
    LogWarning: 'LW',
    LogError: 'LE',
    LogFatal: 'LF',
    SetLogLevel: 'LS',
    WindowSetTitle: 'WT',
    BrowserOpenURL: 'BO:',
  };

  // Functions whose message is a prefix and two numbers.
  const pairMessages = {
    WindowSetSize: 'Ws',
    WindowSetMinSize: 'Wz',
    WindowSetMaxSize: 'WZ',
    WindowSetPosition: 'Wp',
  };

  // Functions that ask the native side and promise its answer: its name there, and how many
  // arguments are passed on.
  const systemCalls = {
    WindowGetSize: ['WindowGetSize', 0],
    WindowGetPosition: ['WindowGetPos', 0],
    WindowIsFullscreen: ['WindowIsFullscreen', 0],
    WindowIsMaximised: ['WindowIsMaximised', 0],
    WindowIsMinimised: ['WindowIsMinimised', 0],
    WindowIsNormal: ['WindowIsNormal', 0],
    ScreenGetAll: ['ScreenGetAll', 0],
    ClipboardGetText: ['ClipboardGetText', 0],
    ClipboardSetText: ['ClipboardSetText', 1],
    Environment: ['Environment', 0],
    InitializeNotifications: ['InitializeNotifications', 0],
    CleanupNotifications: ['CleanupNotifications', 0],
    IsNotificationAvailable: ['IsNotificationAvailable', 0],
    RequestNotificationAuthorization: ['RequestNotificationAuthorization', 0],
    CheckNotificationAuthorization: ['CheckNotificationAuthorization', 0],
    SendNotification: ['SendNotification', 1],
    SendNotificationWithActions: ['SendNotificationWithActions', 1],
    RegisterNotificationCategory: ['RegisterNotificationCategory', 1],
    RemoveNotificationCategory: ['RemoveNotificationCategory', 1],
    RemoveAllPendingNotifications: ['RemoveAllPendingNotifications', 0],
    RemovePendingNotification: ['RemovePendingNotification', 1],
    RemoveAllDeliveredNotifications: ['RemoveAllDeliveredNotifications', 0],
    RemoveDeliveredNotification: ['RemoveDeliveredNotification', 1],
    RemoveNotification: ['RemoveNotification', 1],
  };

  const runtime = {
    ...events,
    LogLevel: { TRACE: 1, DEBUG: 2, INFO: 3, WARNING: 4, ERROR: 5 },
    WindowReload: () => window.location.reload(),
    WindowSetAlwaysOnTop: (on) => send('WATP:' + (on ? '1' : '0')),
    // The stock meaning, alpha 0 unreachable included: apps were written against it.
    WindowSetBackgroundColour: (R, G, B, A) =>
      send('Wr:' + JSON.stringify({ r: R || 0, g: G || 0, b: B || 0, a: A || 255 })),
    CanResolveFilePaths,
    ResolveFilePaths,
    OnFileDrop,
    OnFileDropOff,
  };
  for (const [name, message] of Object.entries(fixedMessages)) {
    runtime[name] = () => send(message);
  }
  for (const [name, prefix] of Object.entries(prefixedMessages)) {
    runtime[name] = (value) => send(prefix + value);
  }
  for (const [name, prefix] of Object.entries(pairMessages)) {
    runtime[name] = (first, second) => send(`${prefix}:${first}:${second}`);
  }
  for (const [name, [target, count]] of Object.entries(systemCalls)) {
    runtime[name] = (argument) => systemCall(target, count === 0 ? undefined : [argument]);
  }

  // --------------------------------------------------------------------------- file drop

  const dropActiveClass = 'wails-drop-target-active';
  let dropListeners;       // Set while OnFileDrop is in force.
  let dropHighlight = [];  // Elements that carry the class now.
  let dropTimer;

  function CanResolveFilePaths() {
    const webview = window.chrome && window.chrome.webview;
    return Boolean(webview && webview.postMessageWithAdditionalObjects);
  }

  function ResolveFilePaths(x, y, files) {
    // The generated wrapper passes the files alone.
    if (files === undefined && y === undefined) return ResolveFilePaths(0, 0, x);
    if (!CanResolveFilePaths()) return undefined;
    return window.chrome.webview.postMessageWithAdditionalObjects(`file:drop:${x}:${y}`, files);
  }

  const styleOf = (element, property) =>
    element instanceof Element ? getComputedStyle(element).getPropertyValue(property).trim() : '';

  const isDropTarget = (element) =>
    styleOf(element, flags.cssDropProperty) === flags.cssDropValue;

  function clearDropHighlight() {
    clearTimeout(dropTimer);
    for (const element of dropHighlight) element.classList.remove(dropActiveClass);
    dropHighlight = [];
  }

  function OnFileDrop(callback, useDropTarget = true) {
    if (typeof callback !== 'function') {
      console.error('OnFileDrop: the callback is not a function');
      return;
    }
    if (dropListeners) return;

    const carriesFiles = ({ dataTransfer }) =>
      dataTransfer && [...dataTransfer.types].includes('Files');

    const dragover = (event) => {
      if (!carriesFiles(event)) return;  // A drag within the page is the page's own business.
      event.preventDefault();
      if (!flags.enableWailsDragAndDrop || !useDropTarget) return;
      const over = [];
      for (let at = event.target; at instanceof Element; at = at.parentElement) {
        if (isDropTarget(at)) over.push(at);
      }
      for (const element of dropHighlight) {
        if (!over.includes(element)) element.classList.remove(dropActiveClass);
      }
      for (const element of over) element.classList.add(dropActiveClass);
      dropHighlight = over;
      // The pointer left the window when no dragover follows: "dragleave" is not reliable there.
      clearTimeout(dropTimer);
      dropTimer = setTimeout(clearDropHighlight, 50);
    };

    const drop = (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      clearDropHighlight();
      if (flags.enableWailsDragAndDrop && CanResolveFilePaths()) {
        ResolveFilePaths(event.x, event.y, [...event.dataTransfer.files]);
      }
    };

    window.addEventListener('dragover', dragover);
    window.addEventListener('drop', drop);
    dropListeners = { dragover, drop };
    runtime.EventsOn('wails:file-drop', (x, y, paths) => {
      if (useDropTarget && !isDropTarget(document.elementFromPoint(x, y))) return;
      callback(x, y, paths);
    });
  }

  function OnFileDropOff() {
    for (const [type, listener] of Object.entries(dropListeners || {})) {
      window.removeEventListener(type, listener);
    }
    dropListeners = undefined;
    clearDropHighlight();
    runtime.EventsOff('wails:file-drop');
  }

  // ------------------------------------------------------ moving and resizing the window

  const flags = {
    disableScrollbarDrag: false,
    disableDefaultContextMenu: false,
    enableResize: false,
    defaultCursor: null,
    borderThickness: 6,
    shouldDrag: false,
    deferDragToMouseMove: true,
    cssDragProperty: '--wails-draggable',
    cssDragValue: 'drag',
    cssDropProperty: '--wails-drop-target',
    cssDropValue: 'drop',
    enableWailsDragAndDrop: false,
  };

  function wantsDrag(event) {
    return event.buttons === 1 && event.detail === 1 &&
      styleOf(event.target, flags.cssDragProperty) === flags.cssDragValue;
  }

  const isOnScrollbar = ({ target, offsetX, offsetY }) =>
    offsetX > target.clientWidth || offsetY > target.clientHeight;

  function onMouseDown(event) {
    if (flags.resizeEdge) {
      send('resize:' + flags.resizeEdge);
      event.preventDefault();
      return;
    }
    if (!wantsDrag(event)) return;
    if (flags.disableScrollbarDrag && isOnScrollbar(event)) return;
    if (flags.deferDragToMouseMove) {
      flags.shouldDrag = true;
    } else {
      event.preventDefault();
      send('drag');
    }
  }

  function edgeUnder({ clientX, clientY }) {
    const border = flags.borderThickness;
    const vertical = clientY < border ? 'n' : window.outerHeight - clientY < border ? 's' : '';
    const horizontal = clientX < border ? 'w' : window.outerWidth - clientX < border ? 'e' : '';
    return vertical + horizontal;
  }

  function onMouseMove(event) {
    if (flags.shouldDrag) {
      flags.shouldDrag = false;
      if (event.buttons > 0) send('drag');
      return;
    }
    if (!flags.enableResize) return;
    const style = document.documentElement.style;
    if (flags.defaultCursor === null) flags.defaultCursor = style.cursor;
    const edge = edgeUnder(event);
    if (edge) {
      flags.resizeEdge = style.cursor = `${edge}-resize`;
    } else if (flags.resizeEdge) {
      flags.resizeEdge = undefined;
      style.cursor = flags.defaultCursor;
    }
  }

  function onMouseUp() {
    flags.shouldDrag = false;
  }

  /** Without an own wish of the app, the menu is for places where text can be copied or pasted. */
  function wantsContextMenu(event) {
    if (flags.disableDefaultContextMenu) return false;
    const wish = styleOf(event.target, '--default-contextmenu');
    if (wish === 'show') return true;
    if (wish === 'hide') return false;

    const { target } = event;
    if (target.isContentEditable) return true;
    const selection = window.getSelection();
    const hasSelection = selection && selection.toString().length > 0;
    if (hasSelection && isSelectionUnder(selection, event)) return true;
    if (target.tagName !== 'INPUT' && target.tagName !== 'TEXTAREA') return false;
    return hasSelection || (!target.readOnly && !target.disabled);
  }

  function isSelectionUnder(selection, { target, clientX, clientY }) {
    for (let i = 0; i < selection.rangeCount; i += 1) {
      for (const { left, right, top, bottom } of selection.getRangeAt(i).getClientRects()) {
        const inside = clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
        if (inside || document.elementFromPoint(left, top) === target) return true;
      }
    }
    return false;
  }

  function onContextMenu(event) {
    if (!wantsContextMenu(event)) event.preventDefault();
  }

  // ----------------------------------------------------------------------------- window.go

  function bindMethod(holder, name) {
    if (Object.hasOwn(holder, name.method)) return;  // Loaded twice: its time-out stays.
    let timeout = 0;
    const full = `${name.space}.${name.type}.${name.method}`;
    const bound = (...args) => call(full, args, timeout);
    bound.setTimeout = (milliseconds) => { timeout = milliseconds; };
    bound.getTimeout = () => timeout;
    holder[name.method] = bound;
  }

  function SetBindings(text) {
    let bindings;
    try {
      bindings = JSON.parse(text);
    } catch (cause) {
      console.error('window.wailsbindings is not JSON:', cause);
      return;
    }
    for (const [space, types] of Object.entries(bindings)) {
      window.go[space] ??= {};
      for (const [type, methods] of Object.entries(types)) {
        window.go[space][type] ??= {};
        for (const method of Object.keys(methods)) {
          bindMethod(window.go[space][type], { space, type, method });
        }
      }
    }
  }

  /** Takes what the line served before this script has put into window.wailsbindings. */
  function bind() {
    if (!window.wailsbindings) return;
    SetBindings(window.wailsbindings);
    delete window.wailsbindings;
    delete window.wails.SetBindings;
  }

  // ------------------------------------------------------------------------------- globals

  window.go = {};
  window.runtime = runtime;
  window.wails = {
    Callback,
    EventsNotify,
    SetBindings,
    eventListeners,
    callbacks,
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

  window.addEventListener('mousedown', onMouseDown);
  window.addEventListener('mousemove', onMouseMove);
  window.addEventListener('mouseup', onMouseUp);
  window.addEventListener('contextmenu', onContextMenu);

  window.WailsInvoke('runtime:ready');
})();
