import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/contract';
import type { StepActors } from '../machines/unprovided';
import { durable, localFirst, type Run } from './durable-step';
import { STEP_POLICIES } from './step-policies';

type Step<Name extends keyof Activities> = Run<Parameters<Activities[Name]>[0], Awaited<ReturnType<Activities[Name]>>>;

/** A step as a function, with the limits and retries of its policy. */
export function step<Name extends keyof Activities>(name: Name): Step<Name> {
  const { local, regular } = STEP_POLICIES[name];
  const patient = proxyActivities<Activities>(regular)[name] as Step<Name>;
  // Alone: everything that a proxy is called with goes to the activity.
  if (local === undefined) return (input) => patient(input);
  return localFirst(proxyLocalActivities<Activities>(local)[name] as Step<Name>, patient);
}

/** The steps of a statechart as its actors. */
export function durableSteps<Name extends keyof Activities>(
  policies: Record<Name, unknown>,
): StepActors<Pick<Activities, Name>> {
  const names = Object.keys(policies) as Name[];
  return Object.fromEntries(names.map((name) => [name, durable(step(name))])) as StepActors<Pick<Activities, Name>>;
}
