// SPDX-License-Identifier: MIT
//
// page_identity — the name of this document, and what was counted in it.

/** `given` is what the host calls it. */
function pageIdentity(given) {
  const randomName = () => {
    // A reload must not give the ids of its predecessor again: a late reply would find a taker.
    const words = crypto.getRandomValues(new Uint32Array(2));
    return words[0].toString(36) + words[1].toString(36);
  };
  const isName = typeof given === 'string' && /^[A-Za-z0-9]{1,64}$/.test(given);
  return {
    page: isName ? given : randomName(),
    stats: {
      turns: 0,
      items: 0,
      lateReplies: 0,
      lateItems: 0,
      staleTurns: 0,
      repeatedTurns: 0,
      failedItems: 0,
    },
  };
}
