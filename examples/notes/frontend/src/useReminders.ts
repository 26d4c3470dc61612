// SPDX-License-Identifier: MIT
//
// useReminders — what is due is told here and on the desktop.
import { useCallback, useEffect } from 'react';
import { TakeDue } from '../wailsjs/go/main/Notes';
import { main } from '../wailsjs/go/models';
import {
  InitializeNotifications, IsNotificationAvailable, SendNotification,
} from '../wailsjs/runtime/runtime';
import { useWailsEvent } from './events';

async function begin() {
  if (await IsNotificationAvailable()) await InitializeNotifications();
}

async function notify({ id, title, excerpt }: main.NoteHead) {
  if (!(await IsNotificationAvailable())) return;
  await SendNotification({ id, title: title || 'A note', body: excerpt });
}

export function useReminders(say: (text: string) => void, complain: (error: unknown) => void) {
  const ring = useCallback(async () => {
    for (const note of await TakeDue()) {
      say(`Reminder: ${note.title || 'a note'}`);
      await notify(note);
    }
  }, [say]);

  // Also what fell due while nobody was here.
  useEffect(() => {
    begin().catch(console.warn).then(ring).catch(complain);
  }, [ring, complain]);
  useWailsEvent('notes:due', () => { ring().catch(complain); });
}
