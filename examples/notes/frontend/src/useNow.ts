// SPDX-License-Identifier: MIT
//
// useNow — the time, as often as a list that says "5 min" has to know it.
import { useEffect, useState } from 'react';

const everyMs = 20_000;

export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const clock = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(clock);
  }, []);
  return now;
}
