// SPDX-License-Identifier: MIT
//
// media — films and sounds of the app's own: WebKitGTK's player takes http:, blob: and data: and no
// other scheme (measured, 2.50.6: MEDIA_ERR_SRC_NOT_SUPPORTED), so what it refuses is fetched whole
// and given to it as a blob.
//
// An expression, not a statement: the host calls it at document start in its own pages. Elements in
// the document are seen by their error; for those outside of it, `new Audio(…)`, by play().
(function (bytesMax) {
  'use strict';

  const stockPlay = HTMLMediaElement.prototype.play;
  const given = new WeakMap();  // Element → { from, blob, done }: what it plays instead of what.
  // A blob lives as long as its address: that ends with the element.
  const blobs = new FinalizationRegistry((blob) => URL.revokeObjectURL(blob));

  const absolute = (address) => {
    try {
      return new URL(address, document.baseURI).href;
    } catch {
      return '';
    }
  };
  const isOurs = (address) => absolute(address).startsWith('wails://wails/');

  /** The address of ours that this element wants to play: its own, or that of its first <source>
   *  that could be. Nothing once it has a blob for it. */
  function wanted(element) {
    const own = element.getAttribute('src');
    const sources = [...element.querySelectorAll(':scope > source[src]')]
      .filter((source) => !source.type || element.canPlayType(source.type) !== '');
    const address = own === null ? sources[0]?.getAttribute('src') : own;
    if (address === null || address === undefined || !isOurs(address)) return undefined;
    return absolute(address);
  }

  /** One fetch, however often it is asked for. */
  function replace(element, address) {
    const before = given.get(element);
    if (before && before.from === address) return before.done;
    const entry = { from: address, blob: undefined, done: undefined };
    given.set(element, entry);
    entry.done = fetch(address).then((response) => {
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      if (Number(response.headers.get('Content-Length')) > bytesMax) {
        throw new Error('it is larger than ' + bytesMax + ' bytes');
      }
      return response.blob();
    }).then((blob) => {
      // It may want something else by now.
      if (given.get(element) !== entry || wanted(element) !== address) return;
      entry.blob = URL.createObjectURL(blob);
      blobs.register(element, entry.blob, entry);
      element.src = entry.blob;
      if (before && before.blob) {
        blobs.unregister(before);
        URL.revokeObjectURL(before.blob);
      }
    });
    entry.done.catch((error) => console.error(`${address} cannot be played: ${error.message}`));
    return entry.done;
  }

  HTMLMediaElement.prototype.play = function () {
    const address = wanted(this);
    if (address === undefined) return stockPlay.call(this);
    return replace(this, address).then(() => stockPlay.call(this), () => stockPlay.call(this));
  };

  // Errors of media do not bubble, but they are captured on their way down.
  window.addEventListener('error', ({ target }) => {
    const element = target instanceof HTMLSourceElement ? target.parentElement : target;
    if (!(element instanceof HTMLMediaElement)) return;
    const address = wanted(element);
    // Of several sources only the last error says that none of them will do.
    if (address === undefined || element.networkState !== HTMLMediaElement.NETWORK_NO_SOURCE) return;
    replace(element, address).catch(() => {});
  }, true);
})
