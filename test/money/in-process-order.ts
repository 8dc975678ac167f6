import { AsyncLocalStorage } from 'node:async_hooks';
import { ApplicationFailure } from '@temporalio/common';
import type { StepFailure } from 'statechart-host/contract';
import { type Actor, createActor, fromPromise, SimulatedClock } from 'xstate';
import type { Activities } from '../../activities/contract';
import type { OrderEvent } from '../../machines/events';
import type { OrderInput } from '../../machines/subscription-change/input';
import { subscriptionChangeMachine } from '../../machines/subscription-change/machine';
import type { OrderSteps } from '../../machines/subscription-change/steps';

/** What the engine gives a step before an order is stuck with it; a charge is sent once. */
const ATTEMPTS = 5;
const SENT_ONCE = 'charge';

class Killed extends Error {}

/** Where a process dies while a step is at work: before it, at a point inside it, or when its answer is on its way. */
export type CrashPoint = 'before' | 'after' | { at: string };

interface Attempt {
  crashAt: string | undefined;
  /** Whatever the attempt makes of it: a dead one has no answer. */
  isDead: boolean;
}

interface Held {
  go(): void;
  kill(): void;
}

/** One for all orders: every promise carries each storage there is, so one for each would make the last orders the slowest. */
const ATTEMPT_UNDER_WAY = new AsyncLocalStorage<Attempt>();

/**
 * An order whose statechart runs on the real activities, in one process and on a clock that only the test moves. Steps
 * are tried again as the engine does, so that a process that dies is an attempt that ends without an answer.
 */
export class InProcessOrder {
  readonly actor: Actor<typeof subscriptionChangeMachine>;
  /** Whether attempts wait at every pause point until they are let go on. */
  holds = false;
  readonly #activities: Activities;
  readonly #clock = new SimulatedClock();
  readonly #held: Held[] = [];
  readonly #failing = new Set<string>();
  #crashes: { step: string | null; point: CrashPoint }[] = [];
  /** How often an attempt ended or came to a pause point: as long as it stays, nothing was written. */
  steps = 0;
  #busy = 0;
  #waiters: (() => void)[] = [];

  /** @param activities makes the activities, with this order's pause points */
  constructor(input: OrderInput, activities: (pauseAt: (point: string) => Promise<void>) => Activities) {
    this.#activities = activities((point) => this.#pause(point));
    const steps = Object.keys(subscriptionChangeMachine.implementations.actors) as (keyof OrderSteps)[];
    const actors = Object.fromEntries(
      steps.map((step) => [step, fromPromise(({ input: asked }) => this.#run(step, asked))]),
    );
    this.actor = createActor(subscriptionChangeMachine.provide({ actors }), { input, clock: this.#clock });
    this.actor.start();
  }

  get snapshot() {
    return this.actor.getSnapshot();
  }

  get context() {
    return this.snapshot.context;
  }

  /** Sends an event if it is allowed now; a nudge always is. */
  send(event: OrderEvent): boolean {
    if (event.type !== 'NUDGE' && !this.snapshot.can(event)) return false;
    this.actor.send(event);
    return true;
  }

  pass(milliseconds: number): void {
    this.#clock.increment(milliseconds);
  }

  /** The next attempt, of a step or of any, ends without an answer. */
  crashNext(point: CrashPoint, step: keyof OrderSteps | null = null): void {
    this.#crashes.push({ step, point });
  }

  /** The next attempt that comes to this point lives on and cannot do what comes next there. */
  failNext(point: string): void {
    this.#failing.add(point);
  }

  /** Crashes that no attempt has come to yet. */
  crashesLeft(): number {
    return this.#crashes.length;
  }

  /** Lets the attempt go on that has waited for longest; false when none waits. */
  letGo(): boolean {
    const next = this.#held.shift();
    next?.go();
    return next !== undefined;
  }

  /** The process dies: whatever waits at a pause point never goes on. False when nothing did. */
  kill(): boolean {
    const dying = this.#held.splice(0);
    for (const attempt of dying) attempt.kill();
    return dying.length > 0;
  }

  /** Resolves when every attempt has ended or waits at a pause point. */
  quiet(): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        setImmediate(() => {
          if (this.#busy === 0) resolve();
          else this.#waiters.push(look);
        });
      };
      look();
    });
  }

  async #run(step: keyof OrderSteps, input: unknown): Promise<unknown> {
    for (let count = 1; ; count += 1) {
      try {
        return await this.#attempt(step, input);
      } catch (error) {
        const failure = failureIn(error);
        if (step === SENT_ONCE || !failure.retryable || count === ATTEMPTS) throw failure;
      }
    }
  }

  async #attempt(step: keyof OrderSteps, input: unknown): Promise<unknown> {
    const point = this.#takeCrash(step);
    if (point === 'before') throw new Killed();
    const run = this.#activities[step] as (asked: unknown) => Promise<unknown>;
    this.#busy += 1;
    try {
      const crashAt = typeof point === 'object' ? point.at : undefined;
      const attempt = { crashAt, isDead: false };
      const answer = await ATTEMPT_UNDER_WAY.run(attempt, () => run(input));
      if (point === 'after' || attempt.isDead) throw new Killed();
      return answer;
    } finally {
      this.#rests();
    }
  }

  #takeCrash(step: string): CrashPoint | undefined {
    const found = this.#crashes.find((crash) => crash.step === null || crash.step === step);
    this.#crashes = this.#crashes.filter((crash) => crash !== found);
    return found?.point;
  }

  #pause(point: string): Promise<void> {
    const attempt = ATTEMPT_UNDER_WAY.getStore();
    if (attempt?.crashAt === point) {
      attempt.crashAt = undefined;
      attempt.isDead = true;
      throw new Killed();
    }
    if (this.#failing.delete(point)) throw new Error('The database did not answer.');
    if (attempt === undefined || !this.holds) return Promise.resolve();
    return new Promise<void>((resolve, reject) => {
      const leave = (then: () => void) => () => {
        this.#busy += 1;
        then();
      };
      const die = (): void => {
        attempt.isDead = true;
        reject(new Killed());
      };
      this.#held.push({ go: leave(resolve), kill: leave(die) });
      this.#rests();
    });
  }

  #rests(): void {
    this.steps += 1;
    this.#busy -= 1;
    for (const look of this.#waiters.splice(0)) look();
  }
}

function failureIn(error: unknown): StepFailure {
  const at = '2026-03-12T12:00:00.000Z';
  if (error instanceof Killed) return { code: 'timeout', message: 'The process died.', retryable: true, at };
  if (!(error instanceof ApplicationFailure)) throw error;
  const { type, message, nonRetryable } = error;
  return { code: type ?? 'unexpected', message, retryable: !nonRetryable, at };
}
