// SPDX-License-Identifier: MIT
//
// window_frame — a frameless window is moved and resized from within its page.

function windowFrame({ flags, send }) {
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

  window.addEventListener('mousedown', onMouseDown);
  window.addEventListener('mousemove', onMouseMove);
  window.addEventListener('mouseup', onMouseUp);
}
