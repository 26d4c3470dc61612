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
    define(holder, name.method, bound);
  }

  const entriesOf = (object) =>
    object !== null && typeof object === 'object' ? Object.entries(object) : [];

  // A package may be called "constructor", a type "__proto__": neither is looked up or set through
  // the prototype.
  const define = (holder, key, value) => Object.defineProperty(holder, key, {
    value, configurable: true, enumerable: true, writable: true,
  });

  /** The object of that name in `holder` itself, made if need be. */
  function own(holder, key) {
    if (!Object.hasOwn(holder, key)) define(holder, key, {});
    return holder[key];
  }

  function SetBindings(text) {
    let bindings;
    try {
      bindings = JSON.parse(text);
    } catch (cause) {
      console.error('window.wailsbindings is not JSON:', cause);
      return;
    }
    for (const [space, types] of entriesOf(bindings)) {
      for (const [type, methods] of entriesOf(types)) {
        const holder = own(own(window.go, space), type);
        for (const [method] of entriesOf(methods)) bindMethod(holder, { space, type, method });
      }
    }
  }

  return SetBindings;
}
