// SPDX-License-Identifier: MIT
//
// bindings — window.go: a function for each method that the bindings name.

/** Returns SetBindings. */
function bindings({ call }) {
  function bindMethod(holder, name) {
    if (Object.hasOwn(holder, name.method)) return;  // Loaded twice: its time-out stays.
    let timeout = 0;
    const full = `${name.space}.${name.type}.${name.method}`;
    const bound = (...args) => call(full, args, timeout);
    bound.setTimeout = (milliseconds) => { timeout = milliseconds; };
    bound.getTimeout = () => timeout;
    holder[name.method] = bound;
  }

  function SetBindings(text) {
    let bindings;
    try {
      bindings = JSON.parse(text);
    } catch (cause) {
      console.error('window.wailsbindings is not JSON:', cause);
      return;
    }
    for (const [space, types] of Object.entries(bindings)) {
      window.go[space] ??= {};
      for (const [type, methods] of Object.entries(types)) {
        window.go[space][type] ??= {};
        for (const method of Object.keys(methods)) {
          bindMethod(window.go[space][type], { space, type, method });
        }
      }
    }
  }

  return SetBindings;
}
