// SPDX-License-Identifier: MIT
//
// time — moments in words, short ones.

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short' });
const date = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const dateOfYear = new Intl.DateTimeFormat(
  undefined, { day: 'numeric', month: 'short', year: 'numeric' });

export const clockTime = (at: number) => clock.format(at);
const midnight = (at: number) => new Date(at).setHours(0, 0, 0, 0);

/** When a note was changed, for the list. */
export function since(at: number, now: number): string {
  if (now - at < minute) return 'now';
  if (now - at < hour) return `${Math.floor((now - at) / minute)} min`;
  if (at >= midnight(now)) return clockTime(at);
  if (now - at < 6 * day) return weekday.format(at);
  return new Date(at).getFullYear() === new Date(now).getFullYear()
    ? date.format(at) : dateOfYear.format(at);
}

/** When a reminder rings. */
export function until(at: number, now: number): string {
  if (midnight(at) === midnight(now)) return clockTime(at);
  if (midnight(at) === midnight(midnight(now) + 1.5 * day)) return `tomorrow ${clockTime(at)}`;
  return `${date.format(at)}, ${clockTime(at)}`;
}

export interface Preset {
  label: string;
  at: number;
}

/** What one may choose without a calendar. */
export function presets(now: number): Preset[] {
  const evening = new Date(now).setHours(18, 0, 0, 0);
  const tomorrow = new Date(midnight(now) + 1.5 * day).setHours(9, 0, 0, 0);
  return [
    { label: 'In 10 minutes', at: now + 10 * minute },
    { label: 'In an hour', at: now + hour },
    ...(evening > now + hour ? [{ label: 'This evening', at: evening }] : []),
    { label: 'Tomorrow morning', at: tomorrow },
  ];
}

/** The text that an <input type="datetime-local"> understands. */
export function localText(at: number): string {
  return new Date(at - new Date(at).getTimezoneOffset() * minute).toISOString().slice(0, 16);
}
