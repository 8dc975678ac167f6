import { CancellationScope, workflowInfo } from '@temporalio/workflow';
import type { AnyActorRef, AnyMachineSnapshot, AnyStateMachine, AnyStateNode } from 'xstate';
import { isLeaf, isTaggedSettled, pathOf, tagsDecideIn } from './at-rest';
import { refusedStart } from './objections';
import { allStates, invokesOf, logicsInvoked, transitionsOf, withMachinesInside } from './structure';
import { isAnswering, sourceOf } from './xstate-seams';

/** Length of the history when a workflow began to host its machine. */
const hosted = new WeakMap<CancellationScope, number>();

/** A second host would take over the handlers of the first, whose callers would then talk to another machine. */
export function refuseSecondHost(): void {
  const root = rootScope();
  const { historyLength } = workflowInfo();
  const since = hosted.get(root);
  if (since === undefined) {
    hosted.set(root, historyLength);
    return;
  }
  const message = 'This workflow hosts a machine already: host a second one in a child workflow.';
  throw since === historyLength ? refusedStart(message) : new Error(message);
}

function rootScope(): CancellationScope {
  let scope = CancellationScope.current();
  while (scope.parent !== undefined) scope = scope.parent;
  return scope;
}

/**
 * Refuses a machine that could not be hosted truthfully, and says what to mend. The machines in it are looked at too.
 *
 * @throws an error that ends the workflow at its start, or only fails the task of one that has a past
 */
export function refuseUnsound(machine: AnyStateMachine): void {
  for (const one of withMachinesInside(machine)) {
    const fault = missing(one) ?? inlineSpawn(one) ?? neverAtRest(one);
    if (fault === undefined) continue;
    const where = one === machine ? '' : `in the machine "${one.id}" inside, `;
    throw refusedStart(`The machine "${machine.id}" cannot be hosted: ${where}${fault}`);
  }
}

/** What a machine spawns by a function is known only when it has begun. */
export function refuseInlineActors(machine: AnyStateMachine, begun: AnyMachineSnapshot): void {
  const inline = Object.values((begun.children ?? {}) as Record<string, AnyActorRef>).find(
    (actor) => sourceOf(actor) === undefined,
  );
  if (inline === undefined) return;
  throw refusedStart(`The machine "${machine.id}" cannot be hosted: it begins with ${inlineActor(inline.id)}`);
}

const inlineActor = (name: string): string =>
  `the actor "${name}", whose logic has no name. Provide it as \`actors\` and spawn it by its name.`;

/** XState takes a delay that it does not know for "at once", and goes on without an actor that it does not know. */
function missing(machine: AnyStateMachine): string | undefined {
  const { actions, actors, delays, guards } = machine.implementations;
  const inGuards = guardsIn(Object.values(guards));
  for (const node of allStates(machine)) {
    const acts = actionsOf(node).map((action) => provided(action, actions));
    const delay = namesIn(acts.map((action) => action?.delay)).find((name) => isMissing(name, delays));
    if (delay !== undefined) return `the state "${node.id}" waits for the delay "${delay}", which is not provided.`;
    const spawned = acts.filter(isSpawn).map(({ src }) => src);
    const invoked = invokesOf(node).map(({ src }) => src);
    const source = namesIn([...spawned, ...invoked]).find((name) => isMissing(name, actors));
    if (source !== undefined) return `the state "${node.id}" needs the actor "${source}", which is not provided.`;
    const asked = guardsIn(transitionsOf(node).flatMap(([, transitions]) => transitions.map((one) => one.guard)));
    const guard = [...asked, ...inGuards].find((name) => isMissing(name, guards));
    if (guard !== undefined) return `the state "${node.id}" asks the guard "${guard}", which is not provided.`;
  }
  return undefined;
}

/** Objects have names of their own, e.g. `constructor`. */
const isMissing = (name: string, provided: Record<string, unknown>): boolean =>
  !Object.hasOwn(provided, name) || provided[name] === undefined;

const namesIn = (values: unknown[]): string[] => values.filter((value) => typeof value === 'string');

/** Names of the guards that are asked, also by `and`, `or` and `not`. */
function guardsIn(asked: unknown[]): string[] {
  return asked.flatMap((guard): string[] => {
    if (typeof guard === 'string') return [guard];
    if (typeof guard === 'function') return 'guards' in guard ? guardsIn(guard.guards as unknown[]) : [];
    return typeof guard === 'object' && guard !== null && 'type' in guard ? [guard.type as string] : [];
  });
}

/** XState persists a child by the name of its logic. */
function inlineSpawn(machine: AnyStateMachine): string | undefined {
  const { actions } = machine.implementations;
  for (const node of allStates(machine)) {
    const spawned = actionsOf(node).map((action) => provided(action, actions));
    const inline = spawned.filter(isSpawn).find(({ src }) => typeof src !== 'string');
    if (inline !== undefined) return `the state "${node.id}" spawns ${inlineActor(String(inline.id ?? ''))}`;
  }
  return undefined;
}

/** A caller would wait for ever. */
function neverAtRest(machine: AnyStateMachine): string | undefined {
  if (canRest(machine.root)) return undefined;
  return 'it has no state in which it is at rest: each one invokes something or is left at once. Tag one `settled` or end it.';
}

function canRest(node: AnyStateNode): boolean {
  const inner = Object.values(node.states).filter(({ type }) => type !== 'history');
  if (inner.length > 0) return node.type === 'parallel' ? inner.every(canRest) : inner.some(canRest);
  if (!isLeaf(node)) return false;
  const path = pathOf(node);
  const isLeftAtOnce = path.some(({ always }) => always?.some(({ guard }) => guard === undefined) ?? false);
  if (node.type === 'final' || path.some(isTaggedSettled)) return true;
  return (
    !tagsDecideIn(node) && !isLeftAtOnce && !path.some((one) => stepsIn(one).some((id) => isItsEndTheWayOut(one, id)))
  );
}

/** Where the end of a step leads nowhere, or to a state inside, the state that invokes it is at rest afterwards. */
function isItsEndTheWayOut(node: AnyStateNode, id: string): boolean {
  const ends = node.transitions.get(`xstate.done.actor.${id}`) ?? [];
  const leaves = ends.every(({ target, reenter }) => target?.some((one) => reenter || !pathOf(one).includes(node)));
  return leaves && ends.some(({ guard }) => guard === undefined);
}

function stepsIn(node: AnyStateNode): string[] {
  const logics = logicsInvoked(node);
  return node.invoke
    .map(({ id }) => id)
    .filter((_, index) => {
      const logic = logics[index];
      return logic !== undefined && isAnswering(logic);
    });
}

interface BuiltInAction {
  type?: unknown;
  id?: unknown;
  delay?: unknown;
  src?: unknown;
}

const isSpawn = (action: BuiltInAction | undefined): action is BuiltInAction => action?.type === 'xstate.spawnChild';

const actionsOf = (node: AnyStateNode): unknown[] => [
  ...node.entry,
  ...node.exit,
  ...(node.initial?.actions ?? []),
  ...transitionsOf(node).flatMap(([, transitions]) => transitions.flatMap(({ actions }) => [...actions])),
];

function provided(action: unknown, actions: Record<string, unknown>): BuiltInAction | undefined {
  if (typeof action === 'function') return action as BuiltInAction;
  const name = typeof action === 'string' ? action : (action as { type?: string } | null)?.type;
  return name === undefined ? undefined : (actions[name] as BuiltInAction | undefined);
}
