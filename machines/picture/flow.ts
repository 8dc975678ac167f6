import type { AnyStateMachine, AnyTransitionDefinition } from 'xstate';
import { eventInWords, label } from './words';

type Node = AnyStateMachine['root'];

/** A machine as a picture shows it: one level of substates, and what is the same everywhere told once a state. */
export interface Flow {
  id: string;
  initial: string;
  states: FlowState[];
  arrows: Arrow[];
}

export interface FlowState {
  /** Path from the root, e.g. `finishing.seating`. */
  name: string;
  parent: string | null;
  tags: string[];
  /** One of its substates waits for somebody. */
  isSettledWhileWaiting: boolean;
  isFinal: boolean;
  isInitial: boolean;
  /** Events that are only remembered here and acted on at the next stop. */
  remembers: string[];
  /** Ways out once a person must help, by the state they lead to; null when the state cannot be stuck. */
  whenStuck: Map<string, string[]> | null;
}

export interface Arrow {
  from: string;
  to: string;
  labels: string[];
}

/** A step's own stuck substate; a machine whose stuck states stand by themselves shows them as they are. */
const isStuck = (node: Node): boolean => node.path.length > 1 && node.states.waiting?.tags.includes('stuck') === true;
const childrenOf = (node: Node): Node[] => Object.values(node.states);
const atWork = (node: Node): Node[] => childrenOf(node).filter((child) => !isStuck(child));

/** A state with one way of being at work is drawn as one box; the others show their substates. */
const isOpened = (node: Node): boolean => node.path.length === 1 && atWork(node).length > 1;

function lineage(node: Node): Node[] {
  return node.parent === undefined ? [node] : [...lineage(node.parent), node];
}

/** The box that a state is drawn in. */
function boxOf(node: Node, depth: 1 | 2): Node {
  const [, top, second] = lineage(node);
  if (top === undefined) return node;
  return depth === 2 && second !== undefined && isOpened(top) && !isStuck(second) ? second : top;
}

const transitionsOf = (node: Node): AnyTransitionDefinition[] => [
  ...[...node.transitions.values()].flat(),
  ...(node.always ?? []),
];
const below = (node: Node): Node[] => [node, ...childrenOf(node).flatMap(below)];
const nameOf = (node: Node): string => node.path.join('.');
const isInStuck = (node: Node): boolean => lineage(node).some(isStuck);

/** Where a state is drawn that is entered by default: the first of its substates. */
function entered(node: Node): Node {
  const first = isOpened(node) ? node.initial.target[0] : undefined;
  return first ?? node;
}

class Groups {
  readonly #groups = new Map<string, string[]>();

  add(key: string, word: string): void {
    const words = this.#groups.get(key) ?? [];
    if (!words.includes(word)) this.#groups.set(key, [...words, word]);
  }

  all(): Map<string, string[]> {
    return this.#groups;
  }
}

function waysOut(box: Node, depth: 1 | 2): Map<string, string[]> | null {
  const stuck = below(box).filter((node) => isInStuck(node) && (depth === 1 || boxOfStuck(node) === box));
  if (stuck.length === 0) return null;
  const groups = new Groups();
  for (const transition of stuck.flatMap(transitionsOf)) {
    for (const target of transition.target ?? []) {
      if (isInStuck(target) || transition.eventType === '') continue;
      const event = eventInWords(String(transition.eventType));
      groups.add(nameOf(boxOf(target, depth)), event === 'done' ? (transition.description ?? event) : event);
    }
  }
  return groups.all();
}

/** The box whose work a stuck state belongs to: the one around it. */
function boxOfStuck(node: Node): Node | undefined {
  const line = lineage(node);
  return line[line.findIndex(isStuck) - 1];
}

function stateOf(node: Node, isInitial: boolean, depth: 1 | 2): FlowState {
  return {
    name: nameOf(node),
    parent: node.path.length > 1 ? (node.path[0] ?? null) : null,
    tags: node.tags,
    isSettledWhileWaiting:
      !node.tags.includes('settled') && childrenOf(node).some(({ tags }) => tags.includes('settled')),
    isFinal: node.type === 'final',
    isInitial,
    remembers: [...node.transitions.entries()]
      .filter(([, [first]]) => first?.target === undefined && first?.actions.length !== 0)
      .map(([type]) => type),
    whenStuck: waysOut(node, depth),
  };
}

/**
 * Reads a machine as a picture shows it.
 *
 * @param depth 2 shows the substates of a step that has several ways of being at work
 */
export function flowOf(machine: AnyStateMachine, depth: 1 | 2): Flow {
  const tops = childrenOf(machine.root).filter((node) => !isStuck(node));
  const boxes = tops.flatMap((top) => [top, ...(depth === 2 && isOpened(top) ? atWork(top) : [])]);
  const groups = new Groups();
  for (const node of below(machine.root)) {
    if (isInStuck(node)) continue;
    for (const transition of transitionsOf(node)) {
      for (const target of transition.target ?? []) {
        if (isInStuck(target)) continue;
        const from = boxOf(node, depth);
        const to = boxOf(depth === 2 ? entered(target) : target, depth);
        if (from !== to) groups.add(`${nameOf(from)}>${nameOf(to)}`, label(transition));
      }
    }
  }
  const arrows = [...groups.all()].map(([key, labels]) => {
    const [from = '', to = ''] = key.split('>');
    return { from, to, labels: labels.filter((word) => word !== '') };
  });
  const initial = machine.root.initial.target[0];
  const states = boxes.map((box) => stateOf(box, box.parent?.initial.target[0] === box, depth));
  return { id: machine.id, initial: initial === undefined ? '' : nameOf(initial), states, arrows };
}
