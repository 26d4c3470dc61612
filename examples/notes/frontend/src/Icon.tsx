// SPDX-License-Identifier: MIT
//
// Icon — drawn on a grid of 24, in the colour of the text around it.

const drawings = {
  add: 'M12 5v14M5 12h14',
  search: 'M10.5 4.5a6 6 0 1 1 0 12a6 6 0 1 1 0-12M15 15l5 5',
  bell: 'M6 17h12M7.5 17v-6a4.5 4.5 0 0 1 9 0v6M10.5 20h3M12 4.5v2',
  copy: 'M9 9h10v10H9zM15 9V5H5v10h4',
  bin: 'M5 7h14M10 7V4.5h4V7M7 7l1 12.5h8L17 7M10.5 10.5v6M13.5 10.5v6',
  into: 'M12 4v10M8 10.5l4 4l4-4M5 19.5h14',
  out: 'M12 15V4.5M8 8.5l4-4l4 4M5 19.5h14',
  close: 'M7 7l10 10M17 7L7 17',
} as const;

export function Icon({ name }: { name: keyof typeof drawings }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={drawings[name]} />
    </svg>
  );
}
