// SPDX-License-Identifier: MIT
//
// Sidebar — search, and a line for each note that it finds.
import { main } from '../wailsjs/go/models';
import { Icon } from './Icon';
import { since } from './time';

interface Props {
  notes: main.NoteHead[];
  openId: string | undefined;
  query: string;
  now: number;
  onQuery: (query: string) => void;
  onOpen: (id: string) => void;
  onCommand: (name: string) => void;
}

export function Sidebar({ notes, openId, query, now, onQuery, onOpen, onCommand }: Props) {
  return (
    <aside className="sidebar">
      <div className="finder">
        <label className="search">
          <Icon name="search" />
          <input id="search" type="search" placeholder="Search" value={query} autoComplete="off"
            spellCheck={false} onChange={(event) => onQuery(event.target.value)} />
        </label>
        <button id="new" className="round" title="New note" onClick={() => onCommand('new')}>
          <Icon name="add" />
        </button>
      </div>
      <ul id="list" className="list">
        {notes.map((note) => (
          <li key={note.id}>
            <button className="line" data-id={note.id} aria-current={note.id === openId}
              onClick={() => onOpen(note.id)}>
              <span className="line-title">{note.title || 'New note'}</span>
              <span className="line-when">
                {note.unsaved && <i className="unsaved" title="Not saved yet" />}
                {since(note.changed, now)}
              </span>
              <span className="line-excerpt">{note.excerpt || 'Nothing written yet'}</span>
              {note.remindAt !== 0 && <span className="line-bell"><Icon name="bell" /></span>}
            </button>
          </li>
        ))}
      </ul>
      {notes.length === 0 && (
        <p className="nothing">{query ? `Nothing about “${query}”.` : 'No notes yet.'}</p>
      )}
      <button id="import" className="labelled import" onClick={() => onCommand('import')}>
        <Icon name="into" /> Import…
      </button>
    </aside>
  );
}
