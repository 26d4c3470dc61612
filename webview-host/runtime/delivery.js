// SPDX-License-Identifier: MIT
//
// delivery — turns of results and events that the native side runs as scripts, in their order.
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
//          ["C","/wails/payload/<id>","<callback id>"]   a callback text to fetch; id optional,
//          ["C","/wails/payload/<id>","","<request>"]    and of a call that the page serves
//          ["N","/wails/payload/<id>"]                   an event text to fetch
//          ["x","<reason>"]                         calls under way get no answer any more
//          ["o",""]                                 somebody is there who has heard of no offer
//
// The form is measured, not free. One argument that is nothing but JSON lets JavaScriptCore read
// the script by its JSON reader instead of compiling it, 50 µs less per turn; a second argument
// loses that. Texts are string literals, parsed here one by one: in large turns 20 % slower than
// plain object literals, but what a plugin sends is never run as code, and a bad text spoils only
// itself.
//
// Promise of order: items are dispatched in the order of delivery, a text still loading holds back
// everything behind it, and code that awaits a result has run before an event behind it is heard.

function delivery({ page, stats, calls, events, callersGone, offerAgain }) {
  // A page of another origin that the app allows finds the host's texts elsewhere.
  const atHome = /^https?:$/.test(window.location?.protocol) ? 'wails://wails' : '';
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
    fetch(atHome + item[1])
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
  function dispatch([kind, text, id, request]) {
    stats.items += 1;
    try {
      if (kind === 'c') {
        calls.Callback(text);
      } else if (kind === 'n') {
        events.EventsNotify(text);
      } else if (kind === 'x') {
        calls.rejectAll(text);
        callersGone(text);
      } else if (kind === 'o') {
        offerAgain();
      } else if (kind === 'failed' && request !== undefined) {
        stats.failedItems += 1;
        calls.loseServed(request, text);
      } else {
        const entry = calls.settle(id);
        if (!entry) throw new Error(kind === 'failed' ? text : `unknown kind of item: ${kind}`);
        stats.failedItems += 1;
        entry.reject(failure(text, 'protocol-error'));
      }
    } catch (error) {
      stats.failedItems += 1;
      report(error);
    }
  }

  return deliver;
}
