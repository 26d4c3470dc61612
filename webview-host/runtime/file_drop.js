// SPDX-License-Identifier: MIT
//
// file_drop — files dropped on the page: which elements take them, and who is told.

function fileDrop({ flags, events }) {
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

    // WebKitGTK does not say "Files": there, files from elsewhere are addresses that no element of
    // this page was dragged for.
    let isOwnDrag = false;
    const dragstart = () => { isOwnDrag = true; };
    const dragend = () => { isOwnDrag = false; };
    const carriesFiles = ({ dataTransfer }) => {
      const types = dataTransfer ? [...dataTransfer.types] : [];
      return types.includes('Files') ||
        (flags.enableWailsDragAndDrop && !isOwnDrag && types.includes('text/uri-list'));
    };

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

    dropListeners = { dragstart, dragend, dragover, drop };
    for (const [type, listener] of Object.entries(dropListeners)) {
      window.addEventListener(type, listener);
    }
    events.EventsOn('wails:file-drop', (x, y, paths) => {
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
    events.EventsOff('wails:file-drop');
  }

  return { CanResolveFilePaths, ResolveFilePaths, OnFileDrop, OnFileDropOff };
}
