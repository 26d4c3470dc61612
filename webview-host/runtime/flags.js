// SPDX-License-Identifier: MIT
//
// flags — what the native side and CSS properties say of this window; window.wails.flags.

const windowFlags = () => ({
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
});

/** A CSS property of an element, custom ones too. */
const styleOf = (element, property) =>
  element instanceof Element ? getComputedStyle(element).getPropertyValue(property).trim() : '';
