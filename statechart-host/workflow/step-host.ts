import type { AnyActorRef } from 'xstate';
import type { StepCall } from '../contract/step';

/** The host as its steps see it. */
export interface StepHost {
  callFrom(step: AnyActorRef): StepCall;
  /** Whether an answer was given to another state than the one that asks; the host has then failed the task. */
  isOfAnotherPast(answer: unknown, call: StepCall): boolean;
  /** @returns what to call when the step that begins here has ended, before the machine is told */
  begin(): () => void;
}

const hosts = new WeakMap<object, StepHost>();

/** By the actor system, because modules may be shared by all workflows of a worker. */
export const hostOf = (system: object): StepHost | undefined => hosts.get(system);

export const setHost = (system: object, host: StepHost): void => {
  hosts.set(system, host);
};
