/** Spans of time in milliseconds. A day of a calendar may be longer or shorter: those are counted in `calendar.ts`. */
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
