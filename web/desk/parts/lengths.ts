import type { DeskVoice } from '../words/desk-words';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long something lasts, in its two largest units: "3 h 12 min"; less than a minute is told as that. */
export function lengthText(milliseconds: number, say: DeskVoice['say']): string {
  const [days, hours, minutes] = [
    Math.floor(milliseconds / DAY),
    Math.floor((milliseconds % DAY) / HOUR),
    Math.floor((milliseconds % HOUR) / MINUTE),
  ];
  if (days > 0) return say('desk.queue.length.days', { days, hours });
  if (hours > 0) return say('desk.queue.length.hours', { hours, minutes });
  return minutes > 0 ? say('desk.queue.length.minutes', { minutes }) : say('desk.queue.length.less');
}

/** The same in its largest unit alone, for what is only about so long: "3 h". */
export function roughLengthText(milliseconds: number, say: DeskVoice['say']): string {
  if (milliseconds >= DAY) return say('desk.queue.length.only_days', { days: Math.floor(milliseconds / DAY) });
  if (milliseconds >= HOUR) return say('desk.queue.length.only_hours', { hours: Math.floor(milliseconds / HOUR) });
  return lengthText(milliseconds, say);
}
