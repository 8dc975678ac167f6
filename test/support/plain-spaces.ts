/** A text with plain spaces for no-break ones of either width, and no mark that joins, so that a test reads as people do. */
export const plainSpaces = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ').replaceAll('\u2060', '');
