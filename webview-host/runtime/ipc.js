// SPDX-License-Identifier: MIT
//
// ipc — the way out of the page: window.WailsInvoke(string), over whatever this webview offers.
//
// A classic script without state of its own, so running it twice changes nothing. Calls of plugins
// and emitted events take the page's own channel where the web process has given it one
// (window._fairleadPage, inpage/page.js); all the rest goes to the host. The ways there, best first:
//   1. window._fairleadHost.post   put into the top frame only by our host's document-start script;
//                                  it adds the secret that tells our page from any other frame
//   2. chrome.webview              WebView2
//   3. webkit.messageHandlers      WKWebView and WebKitGTK without that script
(function () {
  'use strict';

  // Run before in this document: the channel is taken, and the way is known.
  if (window._fairlead && typeof window.WailsInvoke === 'function') return;

  const ours = window._fairleadHost;
  const channel = window._fairleadPage;
  const webview2 = window.chrome && window.chrome.webview;
  const handlers = window.webkit && window.webkit.messageHandlers;
  const webkit = handlers && handlers.external;

  /** Emitted events and calls, but for what the host itself answers: those keep their order with
   *  the window messages around them. */
  function isForBroker(message) {
    if (typeof message !== 'string') return false;
    if (message.startsWith('EE{') || message.startsWith('c{')) return true;
    if (!message.startsWith('C{')) return false;  // What is no JSON the host names in its log.
    if (message.startsWith('C{"name":"')) return !message.startsWith(':wails:', 10);
    return !/"name"\s*:\s*":wails:/.test(message);
  }

  if (ours && typeof ours.post === 'function') {
    const post = ours.post;
    window.WailsInvoke = !channel
      ? (message) => post(message)
      : (message) => {
        const isQueued = isForBroker(message) &&
          channel.whenKnown(() => channel.invoke(message), () => post(message));
        if (!isQueued) post(message);
      };
  } else if (webview2 && typeof webview2.postMessage === 'function') {
    window.WailsInvoke = (message) => webview2.postMessage(message);
  } else if (webkit && typeof webkit.postMessage === 'function') {
    window.WailsInvoke = (message) => webkit.postMessage(message);
  } else {
    console.error('Unsupported Platform');
    // Defined all the same: a caller then learns why nothing works, instead of "not a function".
    window.WailsInvoke = () => {
      throw new Error('Unsupported Platform: this page is not shown by a Fairlead or Wails host');
    };
  }
})();
