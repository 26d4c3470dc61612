// SPDX-License-Identifier: MIT
//
// useOpenNote — the note in the editor: typed here or elsewhere, it is the plugin's.
import { useCallback, useEffect, useRef, useState } from 'react';
import { Edit, Get } from '../wailsjs/go/main/Notes';
import { main } from '../wailsjs/go/models';
import { Change, me, useWailsEvent } from './events';

export interface OpenNote {
  note: main.Note | undefined;
  edit: (part: { title?: string; text?: string }) => void;
}

/** What is typed here is newer than what comes back of it. */
function withTextOf(found: main.Note, shown = found): main.Note {
  if (found.id !== shown.id) return shown;
  const isOlder = found.title !== shown.title || found.text !== shown.text;
  return main.Note.createFrom({
    ...found, title: shown.title, text: shown.text, unsaved: found.unsaved || isOlder,
  });
}

export function useOpenNote(id: string | undefined, onProblem: (error: unknown) => void): OpenNote {
  const [note, setNote] = useState<main.Note>();

  const wanted = useRef(id);

  const read = useCallback(async (merge: (found: main.Note, shown?: main.Note) => main.Note) => {
    const asked = wanted.current;
    if (asked === undefined) return;
    const found = await Get(asked);
    if (asked === wanted.current) setNote((shown) => merge(found, shown));
  }, []);

  // Until the next one is there the last one stays.
  useEffect(() => {
    wanted.current = id;
    if (id === undefined) setNote(undefined);
    else read((found) => found).catch(onProblem);
  }, [id, read, onProblem]);

  useWailsEvent<[Change]>('notes:changed', ({ kind, id: changed, editor }) => {
    if ((changed !== id && kind !== 'opened') || kind === 'removed' || editor === me) return;
    read(kind === 'saved' || kind === 'reminder' ? withTextOf : (found) => found).catch(onProblem);
  });

  const edit = (part: { title?: string; text?: string }) => {
    if (note === undefined) return;
    const edited = main.Note.createFrom({ ...note, ...part, unsaved: true });
    setNote(edited);
    Edit(edited.id, edited.title, edited.text, me).catch(onProblem);
  };
  return { note, edit };
}
