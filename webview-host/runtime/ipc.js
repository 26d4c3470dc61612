// SPDX-License-Identifier: MIT
//
// ipc — the way out of the page: window.WailsInvoke(string), over whatever this webview offers.
//
// A classic script without state of its own, so running it twice changes nothing. The ways, best
// first:
//   1. window._fairleadHost.post   put into the top frame only by our host's document-start script;
//                                  it adds the secret that tells our page from any other frame
//   2. chrome.webview              WebView2
//   3. webkit.messageHandlers      WKWebView and WebKitGTK without that script
(function () {
  'use strict';

  const ours = window._fairleadHost;
  const webview2 = window.chrome && window.chrome.webview;
  const handlers = window.webkit && window.webkit.messageHandlers;
  const webkit = handlers && handlers.external;

  if (ours && typeof ours.post === 'function') {
    const post = ours.post;
    window.WailsInvoke = (message) => post(message);
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
