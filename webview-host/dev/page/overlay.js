// SPDX-License-Identifier: MIT
//
// overlay — what somebody who develops has to know, said beside the page: nothing of the page is
// touched, and all of it can still be used.
//
// In a shadow tree of its own, so that styles of the page do not reach it. Styles are set by
// script: a page's Content-Security-Policy forbids only those in markup.

const overlayStyle = `
  :host { all: initial; }
  .frame {
    position: fixed; inset: auto 0 0 0; z-index: 2147483647; display: flex; flex-direction: column;
    align-items: center; gap: 8px; padding: 12px; pointer-events: none;
    font: 13px/1.45 system-ui, sans-serif;
  }
  .card {
    pointer-events: auto; box-sizing: border-box; max-width: min(920px, 100%); color: #f4f1ea;
    background: #23272e; border-radius: 8px; border-left: 4px solid #8a93a3; padding: 10px 14px;
    box-shadow: 0 6px 24px rgb(0 0 0 / 35%);
  }
  .card.waits { border-color: #e0a526; }
  .card.failed { border-color: #e5484d; }
  .head { display: flex; gap: 12px; align-items: baseline; justify-content: space-between; }
  .title { font-weight: 600; }
  .text { color: #c9cdd5; }
  pre {
    margin: 8px 0 0; max-height: 45vh; overflow: auto; white-space: pre-wrap;
    overflow-wrap: anywhere; font: 12px/1.5 ui-monospace, monospace; color: #ffd9d9;
  }
  button {
    all: unset; cursor: pointer; color: #c9cdd5; padding: 0 4px; font-size: 16px; line-height: 1;
  }
  button:focus-visible { outline: 2px solid #e0a526; }
`;

function overlay() {
  const cards = new Map();  // key → { element, timer }
  let frame = null;

  /** Not before there is something to say: most pages never see it. */
  function place() {
    if (frame !== null && frame.isConnected) return frame;
    const element = document.createElement('fairlead-overlay');
    const root = element.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(overlayStyle);
    root.adoptedStyleSheets = [sheet];
    frame = make('div', 'frame');
    frame.setAttribute('role', 'status');
    root.append(frame);
    document.documentElement.append(element);
    for (const { element: card } of cards.values()) if (card) frame.append(card);
    return frame;
  }

  function make(tag, name, text) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    if (text) element.textContent = text;
    return element;
  }

  function card(key, { kind = '', title, text = '', detail = '' }) {
    const element = make('section', `card ${kind}`);
    element.dataset.key = key;
    const head = make('div', 'head');
    const words = make('div');
    words.append(make('span', 'title', title));
    if (text) words.append(' ', make('span', 'text', text));
    head.append(words);
    if (kind === 'failed') {
      const close = make('button', '', '×');
      close.setAttribute('aria-label', 'Close');
      close.addEventListener('click', () => hide(key));
      head.append(close);
    }
    element.append(head);
    if (detail) element.append(make('pre', '', detail));
    return element;
  }

  /** `after`: not if it is over by then. */
  function show(key, what, after = 0) {
    const before = cards.get(key);
    // What is said already is said differently at once.
    const wait = before && before.element ? 0 : after;
    if (before) clearTimeout(before.timer);
    const one = { element: before ? before.element : null, timer: 0 };
    cards.set(key, one);
    one.timer = setTimeout(() => {
      const element = card(key, what);
      if (one.element) one.element.replaceWith(element);
      else place().append(element);
      one.element = element;
    }, wait);
  }

  function hide(key) {
    const one = cards.get(key);
    if (!one) return;
    cards.delete(key);
    clearTimeout(one.timer);
    if (one.element) one.element.remove();
  }

  return { show, hide };
}

/** What the news of an app's back ends mean for whoever looks at its page. */
function newsOfBackEnds({ show, hide }) {
  const patience = 400;  // A hot swap is mostly over by then.

  function ofPlugin({ name, state, reason }) {
    const key = `plugin:${name}`;
    if (state === 'failed') {
      show(key, { kind: 'failed', title: `${name} is down.`, text: reason || '' });
    } else if (state === 'stopped') {
      show(key, { kind: 'waits', title: `${name} is stopped.` }, patience);
    } else if (state === 'ready') {
      hide(key);
    } else if (state === 'draining') {
      show(key, { kind: 'waits', title: `${name} finishes what it does…` }, patience);
    } else {
      const text = 'Calls wait for it.';
      show(key, { kind: 'waits', title: `${name} is ${state}…`, text }, patience);
    }
  }

  const place = ({ file, line, column }) => [file, line, column].filter(Boolean).join(':');

  /** Of all plugins together, as `fairlead dev` builds them. */
  function ofBuild({ state, errors = [], more = 0, output = '' }) {
    if (state === 'failed') {
      const lines = errors.map((one) => `${place(one)}: ${one.text}`);
      if (more > 0) lines.push(`… and ${more} more`);
      show('build', {
        kind: 'failed',
        title: 'The build has failed.',
        text: 'What was built before still runs.',
        detail: [...lines, output].filter(Boolean).join('\n'),
      });
    } else if (state === 'building') {
      show('build', { kind: 'waits', title: 'Building…' }, patience);
    } else {
      hide('build');
    }
  }

  return ({ topic, data }) => {
    const what = Array.isArray(data) ? data[0] : null;
    if (what === null || typeof what !== 'object') return;
    if (topic === 'fairlead/dev/build') ofBuild(what);
    else if (topic.startsWith('fairlead/plugin/')) ofPlugin(what);
  };
}
