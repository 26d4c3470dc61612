// SPDX-License-Identifier: MIT
//
// context_menu — where the page's default menu may open.

function contextMenu({ flags }) {
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

  window.addEventListener('contextmenu', onContextMenu);
}
