// SPDX-License-Identifier: MIT
//
// events — what the plugin tells every window, and a hook to hear it.
import { useEffect, useRef } from 'react';
import { EventsOn } from '../wailsjs/runtime/runtime';

export interface Change {
  kind: 'opened' | 'created' | 'edited' | 'reminder' | 'saved' | 'removed';
  id: string;
  editor: string;
}

/** This window, as its edits name it. */
export const me = crypto.randomUUID();

/** Always the listener of the last render, and never two. */
export function useWailsEvent<Data extends unknown[]>(
  name: string, listener: (...data: Data) => void) {
  const current = useRef(listener);
  current.current = listener;
  useEffect(() => EventsOn(name, (...data: Data) => current.current(...data)), [name]);
}
