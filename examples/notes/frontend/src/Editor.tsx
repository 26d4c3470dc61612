// SPDX-License-Identifier: MIT
//
// Editor — title and text of the open note, and what can be done with it.
import { useEffect, useRef } from 'react';
import { main } from '../wailsjs/go/models';
import { Icon } from './Icon';
import { Reminder } from './Reminder';

interface Props {
  note: main.Note;
  now: number;
  onEdit: (part: { title?: string; text?: string }) => void;
  onRemind: (at: number) => void;
  onCommand: (name: string) => void;
}

const countOf = (text: string) => text.split(/\s+/u).filter(Boolean).length;

export function Editor({ note, now, onEdit, onRemind, onCommand }: Props) {
  const title = useRef<HTMLInputElement>(null);
  const isBlank = note.title === '' && note.text === '';

  // A new note wants a name first.
  useEffect(() => {
    if (isBlank) title.current?.focus();
  }, [note.id]);

  const words = countOf(note.text);
  return (
    <main className="editor">
      <header className="tools">
        <Reminder at={note.remindAt} now={now} onChange={onRemind} />
        <span className="gap" />
        <button id="copy" title="Copy this note" onClick={() => onCommand('copy')}>
          <Icon name="copy" />
        </button>
        <button id="export" title="Export this note" onClick={() => onCommand('export')}>
          <Icon name="out" />
        </button>
        <button id="delete" title="Delete this note" onClick={() => onCommand('delete')}>
          <Icon name="bin" />
        </button>
      </header>
      <div className="sheet">
        <input id="title" ref={title} placeholder="Title" value={note.title} autoComplete="off"
          onChange={(event) => onEdit({ title: event.target.value })} />
        <textarea id="text" placeholder="Write here" value={note.text}
          onChange={(event) => onEdit({ text: event.target.value })} />
      </div>
      <footer className="status">
        <span>{words === 1 ? '1 word' : `${words} words`}</span>
        <span id="status" data-unsaved={note.unsaved}>
          {note.unsaved ? 'Not saved yet' : 'Saved'}
        </span>
      </footer>
    </main>
  );
}
