// SPDX-License-Identifier: MIT
//
// socket — the way out of a page that a browser shows: window.WailsInvoke(string) over the
// development server's WebSocket (docs/PROTOCOL.md, "In a browser").
//
// The socket may break and comes back by itself. Calls under way then end with backend-gone; what
// the page says meanwhile waits and goes out in its order. The page itself stays as it is: it says
// again what it listens to and what it offers.
//
// runtime.js is the one that every window has. It finds a channel of its own here (inpage/page.js)
// that is closed for good, and so sends everything as messages.

const queuedMax = 10_000;
const queuedBytesMax = 64 << 20;
const firstPause = 100;
const longestPause = 5_000;

/** Messages that wait for the socket. */
class MessageQueue {
  #messages = [];
  #bytes = 0;

  push(message) {
    if (this.#messages.length >= queuedMax || this.#bytes + message.length > queuedBytesMax) {
      const error = new Error('too much waits for the development server');
      error.code = 'overloaded';
      throw error;
    }
    this.#messages.push(message);
    this.#bytes += message.length;
  }

  takeAll() {
    const all = this.#messages;
    this.#messages = [];
    this.#bytes = 0;
    return all;
  }
}

function browserWay({ token, say }) {
  const queue = new MessageQueue();
  let socket = null;   // While it is open.
  let wasOpen = false;
  let pause = firstPause;
  let turns = 0;
  let runtime = null;  // What runtime.js wants to be told.
  let wake = null;     // Ends the pause before the next try.

  const report = (error) =>
    typeof window.reportError === 'function' ? window.reportError(error) : console.error(error);

  function send(message) {
    if (socket !== null) socket.send(message);
    else queue.push(String(message));
  }

  /** Calls under way get no answer any more. What is offered is said when somebody is there. */
  function endCalls(reason) {
    turns += 1;
    window._fairlead?.deliver(['', turns, ['x', reason]]);
  }

  /** Somebody else is at the other end, who knows nothing of this page yet. */
  function introduce(reason) {
    if (runtime !== null) runtime.closed(reason);
  }

  const words = {
    c: (text) => window.wails.Callback(text),
    n: (text) => window.wails.EventsNotify(text),
    f: (text) => hear(JSON.parse(text)),
  };

  function hear(what) {
    if (what.ends !== undefined) {
      say.show('broker', { kind: 'waits', title: 'The back end is away.', text: what.ends });
      endCalls(what.ends);
    } else if (what.broker === 'back') {
      say.hide('broker');
      introduce('the back end has started anew');
    } else if (what.load !== undefined) {
      if (window.location.pathname === what.load) window.location.reload();
      else window.location.assign(what.load);
    } else if (what.news !== undefined) {
      say.news(what.news);
    }
  }

  function receive(frame) {
    try {
      if (frame === 'reload') window.location.reload();
      else if (frame === 'reloadapp') hear({ load: '/' });
      else if (Object.hasOwn(words, frame[0])) words[frame[0]](frame.slice(1));
      else console.warn('unknown message of the development server:', frame.slice(0, 80));
    } catch (error) {
      report(error);
    }
  }

  /** A server that has been started anew has another token. */
  async function currentToken() {
    const response = await window.fetch('/wails/ipc.js', { cache: 'no-store' });
    const found = /^window\._fairleadDev=(\{[^\n]*\});/.exec(await response.text());
    return found ? JSON.parse(found[1]).token : token;
  }

  function opened(one) {
    socket = one;
    pause = firstPause;
    say.hide('socket');
    if (wasOpen) introduce('the development server is back');
    wasOpen = true;
    for (const message of queue.takeAll()) one.send(message);
  }

  function lost(one) {
    if (one !== null && socket === one) {
      socket = null;
      say.hide('broker');
      endCalls('the connection to the development server has broken');
    }
    say.show('socket', {
      kind: 'waits',
      title: 'The development server is away.',
      text: 'Trying again…',
    }, 300);
    const timer = setTimeout(() => wake(), pause * (0.75 + Math.random() / 2));
    pause = Math.min(pause * 1.7, longestPause);
    wake = () => {
      wake = null;
      clearTimeout(timer);
      currentToken().then(connect, () => lost(null));
    };
  }

  function connect(withToken) {
    const { protocol, host } = window.location;
    const address = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/wails/ipc`;
    const one = new WebSocket(`${address}?client=fairlead&token=${encodeURIComponent(withToken)}`);
    one.onopen = () => opened(one);
    one.onmessage = ({ data }) => receive(data);
    one.onclose = () => lost(one);
  }

  connect(token);
  const tryNow = () => {
    if (wake !== null && document.visibilityState !== 'hidden') wake();
  };
  document.addEventListener('visibilitychange', tryNow);
  window.addEventListener('online', tryNow);

  return {
    send,
    channel: {
      state: () => 'closed',
      isOpen: () => false,
      reason: () => 'a browser\'s socket',
      isName: () => false,
      whenKnown(ifOpen, ifClosed) {
        ifClosed();
        return true;
      },
      lead(what) { runtime = what; },
    },
  };
}

// Twice in one document changes nothing: the socket is there.
if (!window._fairleadSocket) {
  const { token } = window._fairleadDev;
  const { show, hide } = overlay();
  const way = browserWay({ token, say: { show, hide, news: newsOfBackEnds({ show, hide }) } });
  Object.defineProperty(window, '_fairleadSocket', { value: true });
  window.WailsInvoke = way.send;
  window._fairleadPage = way.channel;
}
delete window._fairleadDev;
