/** What a command of `avenant` is, and what it is given. */

/** An option by its name, without the dashes. */
export interface Option {
  /** What stands behind it, "TENANT"; left out where it stands alone. */
  value?: string;
  about: string;
  isRequired?: true;
}

/** What was asked for on the command line. */
export interface CommandLine {
  /** What stands behind an option; undefined where that is left out. */
  values: Readonly<Partial<Record<string, string>>>;
  /** The options that stand alone. */
  flags: ReadonlySet<string>;
  /** What stands there without an option. */
  argument: string | undefined;
}

/** Where a command runs. */
export interface Surroundings {
  environment: NodeJS.ProcessEnv;
  /** What was asked for, in a line. */
  print(line: string): void;
  /** How far it is, and what should be known beside it. */
  tell(line: string): void;
  /** Lets `use` work on the data that the environment names; it is handed one that names it. */
  withData<Result>(use: (environment: NodeJS.ProcessEnv) => Promise<Result>): Promise<Result>;
}

/** How a command ends. */
export const EXIT = { done: 0, found: 1, couldNot: 2, notAllowed: 3 } as const;

export interface AvenantCommand {
  /** As it is written: "audit verify". */
  name: string;
  /** What it does, in one line. */
  does: string;
  /** What should be known before it is used, in lines of their own. */
  more?: readonly string[];
  /** Said before the reason where it fails: "Nothing was verified". */
  failed: string;
  argument?: { name: string; about: string };
  options: Readonly<Record<string, Option>>;
  /** @returns what to exit with; undefined for a process that ends by itself */
  run(asked: CommandLine, surroundings: Surroundings): Promise<number | undefined>;
}

/** It was asked for in a way that it does not understand. */
export class Misuse extends Error {
  override readonly name = 'Misuse';
}
