// SPDX-License-Identifier: MIT
//
// App — the list beside the editor, and the commands that buttons and the menu give.
import { useCallback, useEffect, useState } from 'react';
import { Delete, Export, Import, ImportFiles, Save } from '../wailsjs/go/main/Files';
import { Create, Remind } from '../wailsjs/go/main/Notes';
import { main } from '../wailsjs/go/models';
import { ClipboardSetText, OnFileDrop, OnFileDropOff } from '../wailsjs/runtime/runtime';
import { Editor } from './Editor';
import { useWailsEvent } from './events';
import { Sidebar } from './Sidebar';
import { useNoteList } from './useNoteList';
import { useNow } from './useNow';
import { useOpenNote } from './useOpenNote';
import { useReminders } from './useReminders';
import { useToasts } from './useToasts';

export function App() {
  const [query, setQuery] = useState('');
  const [openId, setOpenId] = useState<string>();
  const { toasts, say, complain } = useToasts();
  const notes = useNoteList(query);
  const { note, edit } = useOpenNote(openId, complain);
  const now = useNow();

  // Some note is open as long as there is one.
  useEffect(() => {
    if (openId === undefined && notes?.length) setOpenId(notes[0].id);
  }, [notes, openId]);

  // For a demonstration: everything that it waits for is on the screen.
  useEffect(() => {
    if (notes?.length === 0 || note !== undefined) document.documentElement.dataset.tour = 'done';
  }, [notes, note]);

  const showImported = useCallback(({ ids, problems }: main.Imported) => {
    problems.forEach((problem) => say(problem, true));
    if (ids.length === 0) return;
    setQuery('');
    setOpenId(ids[ids.length - 1]);
    say(ids.length === 1 ? 'Imported a note' : `Imported ${ids.length} notes`);
  }, [say]);

  // As the menu calls them.
  const commands: Record<string, () => unknown> = {
    new: async () => {
      setQuery('');
      setOpenId((await Create()).id);
    },
    import: async () => showImported(await Import()),
    find: () => document.getElementById('search')?.focus(),
    ...(note && {
      export: async () => {
        const path = await Export(note.id);
        if (path) say(`Exported to ${path}`);
      },
      save: () => Save(note.id),
      copy: async () => {
        await ClipboardSetText(`${note.title}\n\n${note.text}`);
        say('Copied');
      },
      delete: async () => {
        if (await Delete(note.id)) say('Deleted');
      },
    }),
  };
  const command = (name: string) => {
    Promise.resolve(commands[name]?.()).catch(complain);
  };
  useWailsEvent<[string]>('notes:command', command);

  useWailsEvent<[{ kind: string; id: string }]>('notes:changed', ({ kind, id }) => {
    if (kind !== 'removed' || id !== openId) return;
    // The one below takes its place, or the one above.
    const at = notes?.findIndex((one) => one.id === id) ?? -1;
    setOpenId((notes?.[at + 1] ?? notes?.[at - 1])?.id);
  });
  useWailsEvent<[string]>('notes:problem', (problem) => say(problem, true));

  useReminders(say, complain);

  useEffect(() => {
    OnFileDrop((_x, _y, paths) => {
      ImportFiles(paths).then(showImported, complain);
    }, true);
    return OnFileDropOff;
  }, [showImported, complain]);

  return (
    <div className="app">
      <Sidebar notes={notes ?? []} openId={openId} query={query} now={now} onQuery={setQuery}
        onOpen={setOpenId} onCommand={command} />
      {note === undefined
        ? <main className="editor empty"><p>{notes?.length === 0 && 'A clean desk.'}</p></main>
        : (
          <Editor note={note} now={now} onEdit={edit}
            onRemind={(at) => Remind(note.id, at).catch(complain)} onCommand={command} />
        )}
      <p className="drop-hint">Drop text files to import them</p>
      <ol className="toasts" aria-live="polite">
        {toasts.map(({ key, text, isProblem }) => (
          <li key={key} className={isProblem ? 'problem' : ''}>{text}</li>
        ))}
      </ol>
    </div>
  );
}
