/**
 * Rows of comma-separated text (RFC 4180, lines end with CR LF) that a spreadsheet opens without running anything: what it
 * would take for a formula gets an apostrophe in front. Also inside a cell, after what another spreadsheet takes for the
 * end of it: a French one splits at semicolons and does not heed our quotes.
 */
export const csvRow = (cells: readonly (string | number | null)[]): string => `${cells.map(cell).join(',')}\r\n`;

/** Takes the apostrophes away again: one that was there before has got another one in front. */
export const withoutApostrophes = (cell: string): string => cell.replaceAll(APOSTROPHE, '');

const FORMULA = /(?<=^|[;\t\r\n])(?=[=+\-@\t\r'])/g;
const APOSTROPHE = /(?<=^|[;\t\r\n])'(?=[=+\-@\t\r'])/g;

function cell(value: string | number | null): string {
  const harmless = String(value ?? '').replaceAll(FORMULA, "'");
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
