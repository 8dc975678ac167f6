import type { z } from 'zod';
import { CONNECTION_VARIABLES } from '../../connections/settings';
import { API_VARIABLES } from '../../server/config';
import { TELEMETRY_VARIABLES } from '../../telemetry/settings';
import { WORKER_VARIABLES } from '../../workflows/worker/settings';
import { VARIABLE_TEXTS } from './variable-texts';

const PREAMBLE = `# Every variable

Made from the schemas of the settings by \`npm run docs\`; do not edit it by hand.

API, workers and commands read their environment once, name every variable that is missing or wrong, and never print a value. A variable
that is set to nothing counts as left out. Beside those below, each \`TEMPORAL_GRPC_META_SOME_KEY\` is a header \`some-key\` for every
call to Temporal, and OpenTelemetry and Node have theirs.`;

type Shape = Readonly<Record<string, z.ZodType>>;

/** Whose variables they are; one of a later reader is the same one. */
const READERS: readonly [reader: string, shape: Shape][] = [
  ['API, worker and commands', CONNECTION_VARIABLES],
  ['API', { ...API_VARIABLES, ...TELEMETRY_VARIABLES }],
  ['worker', { ...WORKER_VARIABLES, ...TELEMETRY_VARIABLES }],
];

/** Every variable of every process. */
export const variableNames = (): Set<string> => new Set(READERS.flatMap(([, shape]) => Object.keys(shape)));

/** docs/variables.md, from the schemas of the settings. */
export function variablesPage(): string {
  const sections = Object.entries(VARIABLE_TEXTS).map(([title, texts]) => {
    const rows = Object.entries(texts).map(([name, text]) => [`\`${name}\``, readersOf(name), usualOf(name), text]);
    const heads = ['variable', 'read by', 'when left out', 'what it says'];
    const table = [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
    return [`## ${title}`, table.join('\n')].join('\n\n');
  });
  return `${[PREAMBLE, ...sections].join('\n\n')}\n`;
}

const shapesOf = (name: string): [reader: string, schema: z.ZodType][] =>
  READERS.flatMap(([reader, shape]) => (shape[name] === undefined ? [] : [[reader, shape[name]]]));

const readersOf = (name: string): string =>
  shapesOf(name)
    .map(([reader]) => reader)
    .join(' and ');

/** Of whoever must have it; else what is taken in its place, and nothing where it is simply not there. */
function usualOf(name: string): string {
  const usual = shapesOf(name).map(([reader, schema]) => ({ reader, read: schema.safeParse(undefined) }));
  const needy = usual.filter(({ read }) => !read.success).map(({ reader }) => reader);
  if (needy.length > 0)
    return needy.length === usual.length ? '**must be set**' : `**must be set** for ${needy.join(', ')}`;
  const [value] = usual.map(({ read }) => read.data).filter((data) => data !== undefined);
  return value === undefined || String(value) === '' ? '' : `\`${String(value)}\``;
}
