import type { AnyStateMachine, AnyTransitionDefinition } from 'xstate';
import { type StateNode as Node, nodesOf } from './explore';

/**
 * The rules of a machine that is run durably, as far as its definition alone shows them; `reached-rules.ts` has those
 * that need its snapshots. Each rule answers with what breaks it, in words.
 */

export type Catalogue = Readonly<Record<string, object>>;
type Rule = (machine: AnyStateMachine, catalogue: Catalogue) => string[];

const CANCEL = 'CANCEL';
const PURE_ACTIONS = ['xstate.assign', 'xstate.raise', 'xstate.emit', 'xstate.cancel'];

const nameOf = (node: Node): string => node.path.join('.') || 'root';
const isAtomic = (node: Node): boolean => node.type === 'atomic' || node.type === 'final';
const transitionsOf = (node: Node): AnyTransitionDefinition[] => [
  ...[...node.transitions.values()].flat(),
  ...(node.always ?? []),
];

function lineage(node: Node): Node[] {
  return node.parent === undefined ? [node] : [node, ...lineage(node.parent)];
}

const hasTag = (node: Node, tag: string): boolean => lineage(node).some(({ tags }) => tags.includes(tag));
const isAtWork = (node: Node): boolean => lineage(node).some(({ invoke }) => invoke.length > 0);
const isOwnEvent = (type: string): boolean => type.startsWith('xstate.');

/** The handler that answers an event: the nearest one, the state itself before those around it. */
function handlersOf(node: Node, type: string): readonly AnyTransitionDefinition[] {
  const nearest = lineage(node).find(({ transitions }) => transitions.has(type));
  return nearest?.transitions.get(type) ?? [];
}

const idCarriesVersion: Rule = ({ id }) =>
  /^[A-Za-z][A-Za-z0-9]*@[1-9][0-9]*$/.test(id) ? [] : [`machine id "${id}" carries no version, like name@1`];

const invokesAreComplete: Rule = (machine) =>
  nodesOf(machine).flatMap((node) => {
    const configs: { id?: string; src?: unknown; onError?: unknown }[] = [node.config.invoke ?? []].flat();
    return configs.flatMap(({ id, src, onError }) => [
      ...(id === undefined ? [`${nameOf(node)}: an invoke has no id of its own`] : []),
      ...(onError === undefined ? [`${nameOf(node)}: invoke ${id ?? ''} has no onError`] : []),
      ...(typeof src === 'string' ? [] : [`${nameOf(node)}: invoke ${id ?? ''} names no actor of the setup`]),
    ]);
  });

function kindOfAction(machine: AnyStateMachine, action: unknown): string {
  const named = typeof action === 'object' && action !== null && 'type' in action ? action.type : action;
  const found = typeof named === 'string' ? machine.implementations.actions[named] : named;
  if (typeof found !== 'function') return `unknown action ${String(named)}`;
  return 'type' in found && typeof found.type === 'string' ? found.type : 'a function of its own';
}

const actionsArePure: Rule = (machine) =>
  nodesOf(machine).flatMap((node) =>
    [...node.entry, ...node.exit, ...transitionsOf(node).flatMap(({ actions }) => actions)]
      .map((action) => kindOfAction(machine, action))
      .filter((kind) => !PURE_ACTIONS.includes(kind))
      .map((kind) => `${nameOf(node)}: ${kind} is no pure action`),
  );

const delaysAreNamed: Rule = (machine) =>
  nodesOf(machine).flatMap((node) =>
    node.after
      .filter(({ delay }) => typeof delay !== 'string' || machine.implementations.delays[delay] === undefined)
      .map(({ delay }) => `${nameOf(node)}: delay ${String(delay)} is not one of the setup`),
  );

const workHasNoTimer: Rule = (machine) =>
  nodesOf(machine)
    .filter((node) => node.invoke.length > 0 && node.after.length > 0)
    .map((node) => `${nameOf(node)}: an after limits a step; a time-out of work belongs to its activity`);

const workIsNotSettled: Rule = (machine) =>
  nodesOf(machine)
    .filter((node) => isAtomic(node) && isAtWork(node) && hasTag(node, 'settled'))
    .map((node) => `${nameOf(node)}: settled while a step is at work`);

const onlyTheCatalogue: Rule = (machine, catalogue) =>
  nodesOf(machine).flatMap((node) =>
    [...node.transitions.keys()]
      .filter((type) => !isOwnEvent(type) && !(type in catalogue))
      .map((type) => `${nameOf(node)}: takes ${type}, which is not in the catalogue`),
  );

/** Trap 16: `can` says no to a transition that has neither a target nor actions. */
const catalogueEventsDoSomething: Rule = (machine, catalogue) =>
  nodesOf(machine).flatMap((node) =>
    transitionsOf(node)
      .filter(({ eventType }) => String(eventType) in catalogue)
      // On hold, can() shall refuse what the states around take.
      .filter(() => !node.tags.includes('held'))
      .filter(({ target, actions }) => target === undefined && actions.length === 0)
      .map(({ eventType }) => `${nameOf(node)}: ${String(eventType)} does nothing, so can() refuses it`),
  );

const moneyIsNotCancelledAtWork: Rule = (machine) =>
  nodesOf(machine)
    .filter((node) => isAtomic(node) && hasTag(node, 'money') && !hasTag(node, 'settled'))
    .filter((node) => handlersOf(node, CANCEL).some(({ target }) => target !== undefined))
    .map((node) => `${nameOf(node)}: ${CANCEL} leaves a money state at work, and its result would be lost`);

const stuckHasExits: Rule = (machine, catalogue) =>
  nodesOf(machine)
    .filter((node) => isAtomic(node) && hasTag(node, 'stuck'))
    .filter((node) => !lineage(node).some((around) => leaves(around, node, catalogue)))
    .map((node) => `${nameOf(node)}: stuck without a way out`);

function leaves(around: Node, node: Node, catalogue: Catalogue): boolean {
  const byEvent = transitionsOf(around).filter(({ eventType }) => String(eventType) in catalogue);
  return byEvent.some(({ target }) => target?.some((to) => to !== node) === true);
}

/** Where a machine rests after a transition: a final state of a part lets the whole go on, so only the root's ends. */
function entered(node: Node): Node[] {
  if (isAtomic(node)) return [node];
  if (node.type === 'parallel') return Object.values(node.states).flatMap(entered);
  return node.initial.target.flatMap(entered);
}

const everyStateLeadsOn: Rule = (machine) => {
  const atomic = nodesOf(machine).filter(isAtomic);
  const next = (node: Node): Node[] =>
    lineage(node).flatMap((around) => transitionsOf(around).flatMap(({ target }) => (target ?? []).flatMap(entered)));
  const good = new Set(atomic.filter((node) => hasTag(node, 'settled') || node.type === 'final'));
  for (let before = -1; before !== good.size; ) {
    before = good.size;
    for (const node of atomic) if (next(node).some((to) => good.has(to))) good.add(node);
  }
  return atomic.filter((node) => !good.has(node)).map((node) => `${nameOf(node)}: leads to no settled or final state`);
};

const RULES: readonly Rule[] = [
  idCarriesVersion,
  invokesAreComplete,
  actionsArePure,
  delaysAreNamed,
  workHasNoTimer,
  workIsNotSettled,
  onlyTheCatalogue,
  catalogueEventsDoSomething,
  moneyIsNotCancelledAtWork,
  stuckHasExits,
  everyStateLeadsOn,
];

/** What in a machine's definition breaks the rules, in words; nothing when all is well. */
export function breaches(machine: AnyStateMachine, catalogue: Catalogue): string[] {
  return RULES.flatMap((rule) => rule(machine, catalogue));
}
