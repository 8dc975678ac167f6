import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChaosOptions } from './options';
import { isAsItMustBe, type Report } from './report';
import { runChaos } from './run';
import { openDatabaseRoom } from './stack/database-room';
import { type ChaosStack, startChaosStack } from './stack/stack';

const [AS_IT_MUST_BE, DIFFERENT, COULD_NOT_RUN, INTERRUPTED] = [0, 1, 2, 130];
/** A run kills its servers, so it never takes those of somebody else. */
const SERVERS_OF_OTHERS = ['TEMPORAL_ADDRESS', 'MONGODB_URI'];

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** What a command line asks for, and how its report is told. */
export interface RunCommand {
  /** How it is called, "npm run chaos". */
  name: string;
  help: string;
  /** @returns null where help is asked for. @throws Error for what is not understood */
  read(args: string[]): ChaosOptions | null;
  tableOf(report: Report): string[];
}

/** Does what the command line asks for, on a stack of its own, and ends this process. */
export function runAsProcess(command: RunCommand): void {
  wholeRun(command).then(
    (code) => process.exit(code),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      process.exit(COULD_NOT_RUN);
    },
  );
}

async function wholeRun(command: RunCommand): Promise<number> {
  const options = optionsOrHelp(command);
  if (typeof options === 'number') return options;
  for (const name of SERVERS_OF_OTHERS) delete process.env[name];
  const folder = await mkdtemp(join(tmpdir(), 'avenant-chaos-'));
  const room = await openDatabaseRoom(join(folder, 'mongo'));
  let stack: ChaosStack | undefined;
  let cleared: Promise<void> | undefined;
  const clear = async (): Promise<void> => {
    await stack?.stop();
    await room.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const clearOnce = (): Promise<void> => {
    cleared ??= clear();
    return cleared;
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void clearOnce().finally(() => process.exit(INTERRUPTED)));
  }
  try {
    stack = await startChaosStack(folder, room, options);
    say(`The stack is up. The database ${room.isMounted ? 'has' : 'may not have'} a file system of its own.`);
    const report = await runChaos(options, stack, say);
    for (const line of command.tableOf(report)) say(line);
    return isAsItMustBe(report) ? AS_IT_MUST_BE : DIFFERENT;
  } catch (error) {
    // What fails because the stack is being stopped is no news.
    return cleared === undefined ? Promise.reject(error) : INTERRUPTED;
  } finally {
    await clearOnce();
  }
}

/** The options; or what to exit with, where they are none. */
function optionsOrHelp({ name, help, read }: RunCommand): ChaosOptions | number {
  try {
    const options = read(process.argv.slice(2));
    if (options !== null) return options;
    say(help);
    return AS_IT_MUST_BE;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\nSee ${name} -- --help.\n`);
    return COULD_NOT_RUN;
  }
}
