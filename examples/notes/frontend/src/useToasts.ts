// SPDX-License-Identifier: MIT
//
// useToasts — short messages that go by themselves.
import { useCallback, useState } from 'react';

export interface Toast {
  key: number;
  text: string;
  isProblem: boolean;
}

const shownMs = 5000;
const shownMax = 4;
let lastKey = 0;

export function useToasts() {
  const [toasts, setToasts] = useState<Toast[]>([]);

  const say = useCallback((text: string, isProblem = false) => {
    lastKey += 1;
    const toast = { key: lastKey, text, isProblem };
    setToasts((shown) => [...shown, toast].slice(-shownMax));
    setTimeout(() => setToasts((shown) => shown.filter((one) => one !== toast)), shownMs);
  }, []);

  const complain = useCallback(
    (error: unknown) => say(error instanceof Error ? error.message : String(error), true), [say]);
  return { toasts, say, complain };
}
