import type { AvenantCommand } from './command';
import { COMMANDS } from './table';

const EXITS = [
  ['0', 'it is done, and nothing is wrong'],
  ['1', 'it looked, and something is wrong or missing'],
  ['2', 'it could not look, or was not told what to do'],
  ['3', 'the server does not let it'],
] as const;

/** All commands, as `avenant --help` shows them. */
export const OVERVIEW = [
  'avenant: subscription changes as durable, explainable orders.',
  '',
  'Usage: avenant COMMAND [OPTION ...]',
  '',
  ...table(COMMANDS.map(({ name, does }) => [name, does])),
  '',
  '`avenant COMMAND --help` tells more of one, `avenant --version` what is installed.',
  'Where MongoDB and Temporal are is read from the environment: docs/connections.md.',
  '',
  'A command ends with',
  ...table(EXITS),
].join('\n');

/** One command, as `avenant COMMAND --help` shows it. */
export function helpOf({ name, does, more = [], argument, options }: AvenantCommand): string {
  const listed = Object.entries(options).map(([option, { value, about, isRequired }]) => {
    const written = `--${option}${value === undefined ? '' : ` ${value}`}`;
    return { written, about, usage: isRequired ? written : `[${written}]` };
  });
  const usage = [...listed.map((option) => option.usage), ...(argument ? [`[${argument.name}]`] : [])];
  const about = [
    ...listed.map(({ written, about }) => [written, about] as const),
    ...(argument ? [[argument.name, argument.about] as const] : []),
  ];
  return [
    does,
    '',
    `Usage: ${['avenant', name, ...usage].join(' ')}`,
    ...(more.length > 0 ? ['', ...more] : []),
    ...(about.length > 0 ? ['', ...table(about)] : []),
  ].join('\n');
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
