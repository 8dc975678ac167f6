import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import { durable, localFirst, type Run } from 'statechart-host/workflow';
import type { Activities } from '../activities/contract';
import type { StepActors } from '../machines/unprovided';
import { STEP_POLICIES } from './step-policies';

type Step<Name extends keyof Activities> = Run<Parameters<Activities[Name]>[0], Awaited<ReturnType<Activities[Name]>>>;

/** A step as a function, with the limits and retries of its policy. */
export function step<Name extends keyof Activities>(name: Name): Step<Name> {
  const { local } = STEP_POLICIES[name];
  const patient = stepAfterCommit(name);
  if (local === undefined) return patient;
  return localFirst(proxyLocalActivities<Activities>(local)[name] as Step<Name>, patient);
}

/** The same step, never inside the workflow task: it is done only once the task that asks for it is committed. */
export function stepAfterCommit<Name extends keyof Activities>(name: Name): Step<Name> {
  const run = proxyActivities<Activities>(STEP_POLICIES[name].regular)[name] as Step<Name>;
  // A function cannot be sent to an activity, and there is nothing that it would fall back from.
  return (input, call) => (call === undefined ? run(input) : run(input, call));
}

/** The steps of a statechart as its actors. */
export function durableSteps<Name extends keyof Activities>(
  policies: Record<Name, unknown>,
): StepActors<Pick<Activities, Name>> {
  const names = Object.keys(policies) as Name[];
  return Object.fromEntries(names.map((name) => [name, durable(step(name))])) as StepActors<Pick<Activities, Name>>;
}
