import { type ZodError, z } from 'zod';

/** A variable that is missing or wrong, and why; never its value. */
export class UnfitVariable extends Error {
  override readonly name = 'UnfitVariable';

  constructor(
    readonly variable: string,
    readonly problem: string,
  ) {
    super(`${variable}: ${problem}`);
  }
}

/** Text without blanks: a newline at the end of a secret that was mounted is no part of it, and nobody sees it. */
export const oneWord = () => z.string({ error: 'missing' }).regex(/^\S+$/, 'must be one word');

/** Text that `read` takes apart, or of which it says what is wrong. */
export const textReadBy = <Result extends object>(read: (text: string) => Result | { problem: string }) =>
  z.string({ error: 'missing' }).transform((text, context): Result => {
    const result = read(text);
    if (!('problem' in result)) return result;
    context.addIssue({ code: 'custom', message: result.problem });
    return z.NEVER;
  });

/** Settings as they were read, or every variable that keeps them from it. */
export type Reading<Settings> = { settings: Settings } | { unfit: UnfitVariable[] };

/** A variable that is set to nothing is left out: compose files and charts write it so. */
export const withoutEmpty = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));

/** What is wrong by a schema, variable by variable. */
export const unfitBy = (error: ZodError): UnfitVariable[] =>
  error.issues.map(({ path, message }) => new UnfitVariable(path.join('.'), message));

/** What `read` makes of the environment, where it may throw the first variable that is unfit. */
export function reading<Settings>(read: () => Settings): Reading<Settings> {
  try {
    return { settings: read() };
  } catch (error) {
    if (error instanceof UnfitVariable) return { unfit: [error] };
    throw error;
  }
}

/** The settings, for a command. @throws Error that names every variable that is missing or wrong */
export function settingsOf<Settings>(read: Reading<Settings>): Settings {
  if ('settings' in read) return read.settings;
  throw new Error(
    `These environment variables are missing or wrong:\n${read.unfit.map(({ message }) => `  ${message}`).join('\n')}`,
  );
}
