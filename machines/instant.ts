/** Milliseconds since 1970 of an instant such as "2026-03-25T10:04:00Z"; NaN of a text that is none. It reads no clock. */
// biome-ignore lint/style/noRestrictedGlobals: parsing is the one thing of Date that depends on nothing but its text
export const millisecondsOf = (instant: string): number => Date.parse(instant);
