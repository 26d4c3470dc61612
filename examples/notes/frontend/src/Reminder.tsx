// SPDX-License-Identifier: MIT
//
// Reminder — when this note asks for attention: chosen from a few moments, or typed.
import { FormEvent, useEffect, useRef, useState } from 'react';
import { Icon } from './Icon';
import { clockTime, localText, presets, until } from './time';

interface Props {
  at: number;
  now: number;
  onChange: (at: number) => void;
}

export function Reminder({ at, now, onChange }: Props) {
  const [isOpen, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!isOpen) return undefined;
    const closeOutside = (event: Event) => {
      if (!place.current?.contains(event.target as Node)) setOpen(false);
    };
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setOpen(false);
    };
    document.addEventListener('pointerdown', closeOutside);
    document.addEventListener('keydown', closeOnEscape);
    return () => {
      document.removeEventListener('pointerdown', closeOutside);
      document.removeEventListener('keydown', closeOnEscape);
    };
  }, [isOpen]);

  const choose = (when: number) => {
    setOpen(false);
    onChange(when);
  };
  const chooseTyped = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const when = Date.parse(String(new FormData(event.currentTarget).get('when')));
    if (!Number.isNaN(when)) choose(when);
  };

  return (
    <div className="reminder" ref={place}>
      <button id="remind" className={at === 0 ? 'labelled' : 'labelled set'}
        aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Icon name="bell" />
        {at === 0 ? 'Remind me' : until(at, now)}
      </button>
      {isOpen && (
        <div className="popover">
          {presets(now).map(({ label, at: when }) => (
            <button key={label} onClick={() => choose(when)}>
              {label} <small>{clockTime(when)}</small>
            </button>
          ))}
          <form onSubmit={chooseTyped}>
            <input name="when" type="datetime-local" aria-label="When" required
              defaultValue={localText(at === 0 ? now : at)} />
            <button>Set</button>
          </form>
          {at !== 0 && <button onClick={() => choose(0)}>No reminder</button>}
        </div>
      )}
    </div>
  );
}
