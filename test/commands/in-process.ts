import { avenant } from '../../commands/avenant';

/** How a command ended, and what it said on the way. */
export interface Ended {
  code: number | undefined;
  /** Of its standard output, line by line. */
  out: string[];
  /** Of its standard error, likewise. */
  errors: string[];
}

/** Runs `avenant` in this process, with nothing but the environment given. */
export async function run(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const [out, errors]: [string[], string[]] = [[], []];
  const code = await avenant(args, {
    environment,
    print: (line) => void out.push(line),
    tell: (line) => void errors.push(line),
    withData: (use) => use(environment),
  });
  return { code, out, errors };
}
