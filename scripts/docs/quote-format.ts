import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { SimulationRequestSchema } from '../../schemas/orders/simulation';
import { validated } from '../../server/http/validation';
import { answerSimulation, simulationText } from '../../server/orders/quotes/simulation';
import { type FieldTable, fieldTables, textsSection } from './field-tables';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'docs', 'examples');

const PREAMBLE = `# The format of a simulated quote

Made from the schema by \`npm run docs\`; do not edit it by hand.

A file of this format asks the engine what a change would cost. Nothing is stored, held or started.

\`\`\`
npm run --silent quote -- FILE.json                  the answer as JSON
npm run --silent quote -- FILE.json --explain fr     in plain words, fr or en
npm run --silent quote -- -                          reads standard input
POST /v1/quotes/simulate                             the same body, the same answer
\`\`\`

The command exits 0 when the change was quoted, 1 when the rules refuse it (the refusal is printed, with a text and what to
do next), and 2 for input it cannot use: each wrong field is named by its JSON pointer (RFC 6901) on standard error.

Amounts are decimal text in major units ("12.50"), at most 4 decimals and no more than the currency has where money is
paid. Dates are "YYYY-MM-DD" in the account's zone, instants RFC 3339 in UTC. A period ends on the first day of the next
one. Unknown fields are refused.
`;

function sectionOf({ name, description, rows }: FieldTable): string {
  const lines = rows.map(({ field, type, usual, meaning }) => `| \`${field}\` | ${type} | ${usual} | ${meaning} |`);
  const table = ['| field | what it is | when left out | |', '| --- | --- | --- | --- |', ...lines];
  return [`## ${name}`, ...(description === '' ? [] : [description]), table.join('\n')].join('\n\n');
}

function exampleOf(file: string): string {
  const source = readFileSync(join(EXAMPLES, file), 'utf8').trim();
  const simulation = validated(SimulationRequestSchema, JSON.parse(source), 'en');
  const result = answerSimulation(simulation);
  if (result.kind === 'refused') throw new Error(`${file} is refused: ${result.refusal.code}`);
  const words = simulationText(result.quote, { locale: 'en', timeZone: simulation.account.timeZone });
  const policies = [result.quote, ...result.comparisons].map(
    ({ policy, total, dueToday }) => `| ${policy.name} | ${total} | ${dueToday} |`,
  );
  const compared = ['| policy | total | due today |', '| --- | --- | --- |', ...policies].join('\n');
  const told = `\`--explain en\` prints:\n\n\`\`\`\n${words}\n\`\`\``;
  const parts = [`### docs/examples/${file}`, `\`\`\`json\n${source}\n\`\`\``, told];
  return [...parts, ...(policies.length > 1 ? [compared] : [])].join('\n\n');
}

/**
 * docs/quote-format.md, from the schema that `npm run quote` and `POST /v1/quotes/simulate` read with, and from the files of
 * docs/examples/.
 */
export function quoteFormatPage(): string {
  const schema = z.toJSONSchema(SimulationRequestSchema, { io: 'input' });
  const parts = [
    PREAMBLE.trim(),
    ...fieldTables(schema).map(sectionOf),
    textsSection(schema),
    '## Examples',
    ...readdirSync(EXAMPLES).sort().map(exampleOf),
  ];
  return `${parts.join('\n\n')}\n`;
}
