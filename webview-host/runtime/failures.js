// SPDX-License-Identifier: MIT
//
// failures — errors as this runtime makes them: a text, and what a program can tell them apart by.

function failure(text, code, data) {
  const error = new Error(text);
  if (code !== undefined && code !== null) error.code = code;
  if (data !== undefined) error.data = data;
  return error;
}

/** What somebody threw, or gave as a reason, in words. */
const textOf = (thrown) => {
  try {
    return typeof thrown?.message === 'string' ? thrown.message : String(thrown);
  } catch {
    return 'something without words';
  }
};

/** What a callback JSON says that is no success. */
function rejection({ error, code, data }) {
  if (typeof error === 'string') return failure(error || String(code), code, data);
  // An error formatter's object: keep it whole in `data`, a message for people in front.
  const text = error && typeof error.message === 'string' ? error.message : JSON.stringify(error);
  return failure(error ? text : String(code), code, data === undefined && error ? error : data);
}

/** Logged as well: whoever evaluates scripts in a page does not see what they throw. */
function invalidJson(where, cause, text) {
  const whole = String(text);
  const excerpt = whole.length > 200 ? whole.slice(0, 200) + '…' : whole;
  const problem = `Invalid JSON passed to ${where}: ${cause.message}. Message: ${excerpt}`;
  window.runtime.LogDebug(problem);
  return new Error(problem);
}

const report = (error) =>
  typeof window.reportError === 'function' ? window.reportError(error) : console.error(error);
