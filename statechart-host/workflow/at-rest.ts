import type { AnyActorRef, AnyMachineSnapshot, AnyStateNode } from 'xstate';
import { activeNodes, answers, machineOf } from './xstate-seams';

/** A state that waits though something runs in it. */
const SETTLED = 'settled';

/**
 * Whether every region of a machine is at rest. Where states are tagged `settled`, a region is at rest in these and nowhere
 * else: only the author knows that a pause between two attempts is still work. A region that tags none is at rest where
 * nothing is at work: steps are until they answer, a machine inside until it is at rest itself; timers, callbacks and
 * observables wait.
 *
 * The one definition for the view, for what an update waits for, for the projection and for continuing as new.
 */
export function isAtRest(snapshot: AnyMachineSnapshot): boolean {
  if (snapshot.status !== 'active') return true;
  const { saysBusy, undecided, invoked } = restOf(snapshot);
  if (saysBusy) return false;
  const working = workIn(snapshot);
  // A spawned actor belongs to no state that could say it waits.
  return working.every((id) => invoked.includes(id) && !undecided.includes(id));
}

/** What the states of a snapshot say of their rest; the actors in them change without it. */
interface Rest {
  /** A region says by its tags that it is not at rest. */
  saysBusy: boolean;
  /** Ids of the actors invoked in states that say nothing. */
  undecided: string[];
  invoked: string[];
}

const rests = new WeakMap<AnyMachineSnapshot, Rest>();

function restOf(snapshot: AnyMachineSnapshot): Rest {
  let rest = rests.get(snapshot);
  if (rest === undefined) {
    const nodes = activeNodes(snapshot);
    const open = nodes.filter((node) => isLeaf(node) && !pathOf(node).some(isTaggedSettled));
    rest = {
      saysBusy: open.some((node) => node.type === 'atomic' && tagsDecideIn(node)),
      undecided: open.flatMap(pathOf).flatMap(invokedIn),
      invoked: nodes.flatMap(invokedIn),
    };
    rests.set(snapshot, rest);
  }
  return rest;
}

const invokedIn = (node: AnyStateNode): string[] => node.invoke.map(({ id }) => id);

const tagging = new WeakMap<AnyStateNode, boolean>();

/** Whether the region of a state says by tags where it is at rest. A machine that is not parallel is one region. */
export function tagsDecideIn(node: AnyStateNode): boolean {
  const path = pathOf(node);
  const root = path.at(-1) ?? node;
  const region = root.type === 'parallel' ? (path.at(-2) ?? root) : root;
  let known = tagging.get(region);
  if (known === undefined) {
    known = hasTaggedState(region);
    tagging.set(region, known);
  }
  return known;
}

const hasTaggedState = (node: AnyStateNode): boolean =>
  isTaggedSettled(node) || Object.values(node.states).some(hasTaggedState);

/**
 * The steps that have not answered, whatever the states around them are tagged: those of machines inside too, each with
 * the ids of the machines around it. A machine with any cannot be handed to another run, where they would begin again.
 */
export const stepsUnderWay = (snapshot: AnyMachineSnapshot): string[] =>
  Object.entries(snapshot.children as Record<string, AnyActorRef>).flatMap(([id, actor]) => {
    if (actor.getSnapshot().status !== 'active') return [];
    if (machineOf(actor) === undefined) return answers(actor) ? [id] : [];
    return stepsUnderWay(actor.getSnapshot()).map((inside) => `${id}/${inside}`);
  });

/** Ids of the actors that are at work, whatever the states around them are tagged. */
export const workIn = (snapshot: AnyMachineSnapshot): string[] =>
  Object.entries(snapshot.children as Record<string, AnyActorRef>)
    .filter(([, actor]) => isAtWork(actor))
    .map(([id]) => id);

function isAtWork(actor: AnyActorRef): boolean {
  const snapshot = actor.getSnapshot();
  if (snapshot.status !== 'active') return false;
  return machineOf(actor) === undefined ? answers(actor) : !isAtRest(snapshot);
}

/** States with no state inside, as far as they are active. */
export const isLeaf = (node: AnyStateNode): boolean => node.type === 'atomic' || node.type === 'final';

export const isTaggedSettled = (node: AnyStateNode): boolean => node.tags.includes(SETTLED);

/** A state and those around it, from the inside out. */
export function pathOf(node: AnyStateNode): AnyStateNode[] {
  const path: AnyStateNode[] = [];
  for (let at: AnyStateNode | undefined = node; at !== undefined; at = at.parent) path.push(at);
  return path;
}
