import { join } from 'node:path';
import { runCommand } from 'statechart-host/testing';
import { type TemporalAt, temporalVariables } from '../../dev/stack/temporal';
import type { Member } from '../stack/member';

const ROOT = join(__dirname, '..', '..');
const WITHIN_MS = 90_000;

/** The builds of the two workers. */
export const BUILDS = ['drill-1', 'drill-2'] as const;

/** The variables that make a worker one of a build. */
export const versionOf = (index: number): Record<string, string> => ({ WORKER_BUILD_ID: BUILDS[index] ?? BUILDS[0] });

/** Which build moves orders on, by the command that operators have. */
export class Builds {
  readonly #at: TemporalAt;
  readonly #workers: readonly Member[];

  constructor(at: TemporalAt, workers: readonly Member[]) {
    this.#at = at;
    this.#workers = workers;
  }

  /** Starts the worker of a build, and has it take half of the orders: enough that both do something in a short drill. */
  async ramp(index: number): Promise<void> {
    await this.#workers[index]?.start();
    await this.#deployment('ramp', '--percent', '50', '--build', BUILDS[index] ?? '');
  }

  promote(index: number): Promise<void> {
    return this.#deployment('promote', '--build', BUILDS[index] ?? '');
  }

  rollBack(): Promise<void> {
    return this.#deployment('rollback');
  }

  async #deployment(...args: string[]): Promise<void> {
    const command = ['--import', 'tsx', join(ROOT, 'commands', 'main.ts'), 'deployment', ...args];
    await runCommand(process.execPath, command, { env: temporalVariables(this.#at), timeoutMs: WITHIN_MS });
  }
}
