// SPDX-License-Identifier: MIT
//
// page_scripts — the scripts of webview-host as a page gets them, to be run in a bare window.
import { readFileSync, readdirSync } from 'node:fs';
import vm from 'node:vm';

const folder = new URL('../../../webview-host/', import.meta.url);
const read = (name) => readFileSync(new URL(name, folder), 'utf8');

/** A file that is a script of its own. */
export const script = (name) => new vm.Script(read(name), { filename: name });

/** /wails/runtime.js: all of the folder in one function, the one that starts it last. */
export function runtimeScript() {
  const parts = readdirSync(new URL('runtime/', folder))
    .filter((name) => name.endsWith('.js') && name !== 'ipc.js' && name !== 'runtime.js');
  const text = [...parts.sort(), 'runtime.js'].map((name) => read(`runtime/${name}`)).join('\n');
  return new vm.Script(`(function () {\n'use strict';\n${text}})();`, { filename: 'runtime.js' });
}

/** /wails/ipc.js of the development server, but for its first line. */
export function devScript() {
  const text = ['overlay.js', 'socket.js'].map((name) => read(`dev/page/${name}`)).join('\n');
  return new vm.Script(`(function () {\n'use strict';\n${text}})();`, { filename: 'ipc.js' });
}
