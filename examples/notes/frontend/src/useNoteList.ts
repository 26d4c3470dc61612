// SPDX-License-Identifier: MIT
//
// useNoteList — the notes that match a query, as they are now.
import { useCallback, useEffect, useRef, useState } from 'react';
import { List } from '../wailsjs/go/main/Notes';
import { main } from '../wailsjs/go/models';
import { Change, useWailsEvent } from './events';

/** undefined until the first answer. */
export function useNoteList(query: string): main.NoteHead[] | undefined {
  const [notes, setNotes] = useState<main.NoteHead[]>();
  const wanted = useRef(query);
  const asking = useRef(false);
  const again = useRef(false);

  // One question at a time; what changes meanwhile is asked about once more.
  const ask = useCallback(async () => {
    again.current = true;
    if (asking.current) return;
    asking.current = true;
    try {
      while (again.current) {
        again.current = false;
        setNotes((await List(wanted.current)) ?? []);
      }
    } finally {
      asking.current = false;
    }
  }, []);

  useEffect(() => {
    wanted.current = query;
    ask().catch(console.error);
  }, [query, ask]);
  useWailsEvent<[Change]>('notes:changed', () => { ask().catch(console.error); });
  return notes;
}
