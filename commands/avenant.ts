import { type ParseArgsConfig, parseArgs } from 'node:util';
import { exitCodeOf } from '../connections/refusals';
import { BUILD } from '../telemetry/build';
import { type AvenantCommand, type CommandLine, EXIT, Misuse, type Surroundings } from './command';
import { helpOf, OVERVIEW } from './help';
import { COMMANDS } from './table';

/**
 * Does what was asked for, and says so.
 *
 * @param args what stands behind `avenant`
 * @returns what to exit with; undefined for a process that ends by itself
 */
export async function avenant(args: readonly string[], surroundings: Surroundings): Promise<number | undefined> {
  const command = commandIn(args);
  if (command === undefined) return withoutCommand(args, surroundings);
  const { print, tell } = surroundings;
  try {
    const read = parsed(command.options, args.slice(command.name.split(' ').length));
    if (read.values.help !== true) return await command.run(commandLineOf(command, read), surroundings);
    print(helpOf(command));
    return EXIT.done;
  } catch (error) {
    tell(`${error instanceof Misuse ? error.message : `${command.failed}: ${messageOf(error)}`}`);
    if (error instanceof Misuse) tell(`\n${helpOf(command)}`);
    return exitCodeOf(error);
  }
}

const HELP = ['--help', '-h'];

function withoutCommand(args: readonly string[], { print, tell }: Surroundings): number {
  const [first = '', ...rest] = args;
  const asked = rest.length === 0 && first === '--version' ? VERSION : HELP.includes(first) ? OVERVIEW : null;
  const group = asked ?? (HELP.includes(rest[0] ?? '') ? groupOf(first) : null);
  if (group !== null) {
    print(group);
    return EXIT.done;
  }
  tell(args.length === 0 ? OVERVIEW : (groupOf(first) ?? unknown(args)));
  return EXIT.couldNot;
}

const VERSION = BUILD === null ? 'not built' : `${BUILD.version}, build ${BUILD.buildId}`;

const unknown = (args: readonly string[]): string =>
  `There is no command ${args.join(' ')}. \`avenant --help\` lists them.`;

/** The commands that begin with a word; null where none does. */
function groupOf(first: string): string | null {
  const begun = COMMANDS.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => `avenant ${name}`);
  return begun.length === 0 ? null : `There is: ${begun.join(', ')}.`;
}

function commandIn(args: readonly string[]): AvenantCommand | undefined {
  return COMMANDS.find(({ name }) => name.split(' ').every((word, index) => args[index] === word));
}

/** @throws Misuse */
function commandLineOf(
  { options, argument }: AvenantCommand,
  { values, positionals }: ReturnType<typeof parsed>,
): CommandLine {
  const missing = Object.keys(options).find((name) => options[name]?.isRequired && values[name] === undefined);
  if (missing !== undefined) throw new Misuse(`--${missing} is missing.`);
  if (positionals.length > (argument ? 1 : 0)) throw new Misuse(`${positionals.at(-1)} is not understood.`);
  const given = Object.entries(values);
  return {
    values: Object.fromEntries(given.filter((one): one is [string, string] => typeof one[1] === 'string')),
    flags: new Set(given.filter(([, value]) => value === true).map(([name]) => name)),
    argument: positionals[0],
  };
}

/** @throws Misuse */
function parsed(options: AvenantCommand['options'], args: readonly string[]) {
  const kinds: NonNullable<ParseArgsConfig['options']> = { help: { type: 'boolean', short: 'h' } };
  for (const [name, { value }] of Object.entries(options)) {
    kinds[name] = { type: value === undefined ? 'boolean' : 'string' };
  }
  try {
    return parseArgs({ args: [...args], options: kinds, allowPositionals: true });
  } catch (error) {
    throw new Misuse(messageOf(error), { cause: error });
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
