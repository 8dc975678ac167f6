import { fromPromise, type PromiseActorLogic } from 'xstate';

/** The steps of a statechart as its actors. */
export type StepActors<Steps> = {
  [Name in keyof Steps]: Steps[Name] extends (input: infer Input) => Promise<infer Output>
    ? PromiseActorLogic<Output, Input>
    : never;
};

/** The places of steps that the workflow provides. A machine started without them fails loudly instead of doing nothing. */
export function unprovided<Steps>(names: readonly (keyof Steps)[]): StepActors<Steps> {
  const missing = fromPromise(() => Promise.reject(new Error('This step was not provided to the machine.')));
  return Object.fromEntries(names.map((name) => [name, missing])) as StepActors<Steps>;
}
