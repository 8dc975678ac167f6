/** One line of design section 11 and whether it is kept. */
export interface Verdict {
  what: string;
  budget: string;
  measured: string;
  kept: boolean;
}

/** At most `limit`, e.g. events of a history. */
export function atMost(what: string, limit: number, measured: number, unit = '', detail?: string): Verdict {
  const text = detail ?? `${round(measured)}${unit}`;
  return { what, budget: `≤ ${limit}${unit}`, measured: text, kept: measured <= limit };
}

/** At least `limit`, e.g. a ratio of throughputs. */
export function atLeast(what: string, limit: number, measured: number, unit = '', detail?: string): Verdict {
  const text = detail ?? `${round(measured)}${unit}`;
  return { what, budget: `≥ ${limit}${unit}`, measured: text, kept: measured >= limit };
}

/** What one part of the benchmark found: tables to read, and verdicts to be held to. */
export interface PartReport {
  title: string;
  /** Said under the table: what the numbers mean and what they do not. */
  notes: string[];
  columns: string[];
  rows: string[][];
  verdicts: Verdict[];
}

const round = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(2));

/** Prints as Markdown, so that a run can be pasted into docs/benchmarks.md. */
export function printReport({ title, columns, rows, notes, verdicts }: PartReport): void {
  const parts = [`\n## ${title}\n`, table(columns, rows), ...notes.map((note) => `\n${note}`)];
  if (verdicts.length > 0) parts.push('', verdictTable(verdicts));
  process.stdout.write(`${parts.join('\n')}\n`);
}

function verdictTable(verdicts: Verdict[]): string {
  const rows = verdicts.map(({ what, budget, measured, kept }) => [what, budget, measured, kept ? 'PASS' : 'FAIL']);
  return table(['budget', 'limit', 'measured', ''], rows);
}

function table(columns: string[], rows: string[][]): string {
  const widths = columns.map((name, at) => Math.max(name.length, ...rows.map((row) => (row[at] ?? '').length)));
  const line = (cells: string[]): string =>
    `| ${widths.map((width, at) => (cells[at] ?? '').padEnd(width)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [line(columns), rule, ...rows.map(line)].join('\n');
}
