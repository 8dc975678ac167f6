import { parseArgs } from 'node:util';
import { BUILD } from '../telemetry/build';
import { type AvenantCommand, type CommandLine, EXIT, Misuse, type Surroundings } from './command';
import { helpOf, OVERVIEW } from './help';
import { COMMANDS } from './table';

/** Of gRPC, PERMISSION_DENIED and UNAUTHENTICATED; and what keeps a connection from being made. */
const NOT_ALLOWED: ReadonlySet<unknown> = new Set([
  ...[7, 16],
  ...['key_demanded', 'key_refused', 'not_permitted', 'credentials_refused'],
]);

/**
 * Does what was asked for, and says so.
 *
 * @param args what stands behind `avenant`
 * @returns what to exit with; undefined for a process that ends by itself
 */
export async function avenant(args: readonly string[], surroundings: Surroundings): Promise<number | undefined> {
  const { print, tell } = surroundings;
  const command = commandIn(args);
  const isForHelp = args.includes('--help') || args.includes('-h');
  if (command === undefined) {
    if (args.includes('--version')) print(BUILD === null ? 'not built' : `${BUILD.version}, build ${BUILD.buildId}`);
    else if (isForHelp) print(OVERVIEW);
    else tell(args.length === 0 ? OVERVIEW : unknown(args));
    return isForHelp || args.includes('--version') ? EXIT.done : EXIT.couldNot;
  }
  if (isForHelp) {
    print(helpOf(command));
    return EXIT.done;
  }
  try {
    return await command.run(commandLineOf(command, args.slice(command.name.split(' ').length)), surroundings);
  } catch (error) {
    tell(`${error instanceof Misuse ? error.message : `${command.failed}: ${messageOf(error)}`}`);
    if (error instanceof Misuse) tell(`\n${helpOf(command)}`);
    return isRefusal(error) ? EXIT.notAllowed : EXIT.couldNot;
  }
}

function unknown([first, ...rest]: readonly string[]): string {
  const begun = COMMANDS.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => `avenant ${name}`);
  if (begun.length > 0) return `There is: ${begun.join(', ')}.`;
  return `There is no command ${[first, ...rest].join(' ')}. \`avenant --help\` lists them.`;
}

function commandIn(args: readonly string[]): AvenantCommand | undefined {
  return COMMANDS.find(({ name }) => name.split(' ').every((word, index) => args[index] === word));
}

/** @throws Misuse */
function commandLineOf({ options, argument }: AvenantCommand, args: readonly string[]): CommandLine {
  const { values, positionals } = parsed(options, args);
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
  const kinds = Object.entries(options).map(
    ([name, { value }]) => [name, { type: value === undefined ? 'boolean' : 'string' }] as const,
  );
  try {
    return parseArgs({ args: [...args], options: Object.fromEntries(kinds), allowPositionals: true });
  } catch (error) {
    throw new Misuse(messageOf(error), { cause: error });
  }
}

const isRefusal = (error: unknown): boolean => error instanceof Error && 'code' in error && NOT_ALLOWED.has(error.code);

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
