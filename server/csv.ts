/**
 * Rows of comma-separated text (RFC 4180, lines end with CR LF) that a spreadsheet opens without running anything: a cell
 * that it would take for a formula gets an apostrophe in front. So does one that begins with an apostrophe, so that taking
 * one away always gives the value back.
 */
export const csvRow = (cells: readonly (string | number | null)[]): string => `${cells.map(cell).join(',')}\r\n`;

function cell(value: string | number | null): string {
  const harmless = String(value ?? '').replace(/^[=+\-@\t\r']/, "'$&");
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
