import type { AnyStateMachine, AnyTransitionDefinition } from 'xstate';
import { causeOf, conditionOf } from './words';

type Node = AnyStateMachine['root'];

/** A machine as pages draw it and read it aloud: data, without a word for people and without a line. */
export interface Chart {
  /** Of the machine, with its version: orders keep the one they were started with. */
  id: string;
  initial: string;
  /** In the order in which the machine names them. */
  states: ChartState[];
  ways: ChartWay[];
}

/** Where a state at the top stands on paper. It says nothing about the flow. */
export interface PicturePlace {
  column: number;
  row: number;
  /** On the way that most orders take. */
  isMain?: true;
}

export interface ChartState extends Omit<PicturePlace, 'isMain'> {
  /** At the top, e.g. `settlingPayment`. */
  name: string;
  /** Whether it rests there until somebody does something, works by itself, or is over. */
  kind: 'rests' | 'works' | 'over';
  movesMoney: boolean;
  /** The change is made for good; from here it only goes forward. */
  isCommitted: boolean;
  /** Paths of the substates in which it is stuck and a person leads it on; none where it cannot be. */
  stuckIn: string[];
  /** On the way that most orders take. */
  isMain: boolean;
  /** What it does there, e.g. `charge`: names of its actors. */
  steps: string[];
}

/** From one state at the top to another one. */
export interface ChartWay {
  from: string;
  to: string;
  by: ChartCause[];
  isMain: boolean;
}

/** What leads along a way. */
export interface ChartCause {
  /** Of the catalogue; null where the outcome of its own work leads there. */
  event: string | null;
  /** Key of the words for the condition; null where there is none. */
  when: string | null;
  /** Only where its work is stuck: it is a person who leads it on. */
  ifStuck: boolean;
}

const childrenOf = (node: Node): Node[] => Object.values(node.states);
const below = (node: Node): Node[] => [node, ...childrenOf(node).flatMap(below)];
const isStuck = (node: Node): boolean => node.tags.includes('stuck');
/** In what a step does once it is stuck: waiting for a person, and what that person asked for. */
const isInStuck = (node: Node): boolean =>
  node.path.length > 1 &&
  (isStuck(node) ||
    node.states.waiting?.tags.includes('stuck') === true ||
    (node.parent !== undefined && isInStuck(node.parent)));
const topOf = (node: Node): string => node.path[0] ?? '';

const transitionsOf = (node: Node): AnyTransitionDefinition[] => [
  ...[...node.transitions.values()].flat(),
  ...(node.always ?? []),
];

/** @throws Error for a state at the top that does not say where it stands */
export function chartOf(machine: AnyStateMachine): Chart {
  const tops = childrenOf(machine.root);
  return {
    id: machine.id,
    initial: machine.root.initial.target[0]?.key ?? '',
    states: tops.map(stateOf),
    ways: tops.flatMap((top) => waysFrom(top, mainWay(tops))),
  };
}

function stateOf(node: Node): ChartState {
  const { picture } = node.meta ?? {};
  if (!picture) throw new Error(`The chart has no place for ${node.key}: give its state one, meta.picture`);
  const { column, row, isMain = false } = picture;
  const inside = below(node);
  const rests = inside.some((one) => one.tags.includes('settled') && !isStuck(one));
  return {
    name: node.key,
    column,
    row,
    kind: node.type === 'final' ? 'over' : rests ? 'rests' : 'works',
    movesMoney: node.tags.includes('money'),
    isCommitted: node.tags.includes('committed'),
    stuckIn: [...new Set(inside.filter(isStuck).map(({ path }) => path.slice(0, -1).join('.')))],
    isMain,
    steps: [...new Set(inside.flatMap(({ invoke }) => invoke.map(({ src }) => String(src))))],
  };
}

const mainWay = (tops: readonly Node[]): string[] =>
  tops.filter(({ meta }) => meta?.picture?.isMain === true).map(({ key }) => key);

function waysFrom(top: Node, main: readonly string[]): ChartWay[] {
  const ways = new Map<string, ChartCause[]>();
  for (const node of below(top)) {
    for (const transition of transitionsOf(node)) {
      for (const target of transition.target ?? []) {
        if (topOf(target) === topOf(node)) continue;
        const cause = { event: causeOf(transition), when: conditionOf(transition), ifStuck: isInStuck(node) };
        ways.set(topOf(target), withCause(ways.get(topOf(target)), cause));
      }
    }
  }
  return [...ways].map(([to, by]) => ({ from: top.key, to, by, isMain: follows(main, top.key, to) }));
}

/** What also leads there without being stuck needs no telling that it does when it is. */
function withCause(causes: readonly ChartCause[] = [], cause: ChartCause): ChartCause[] {
  const isSame = (one: ChartCause): boolean => one.event === cause.event && one.when === cause.when;
  const others = causes.filter((one) => !isSame(one));
  const ifStuck = cause.ifStuck && causes.filter(isSame).every((one) => one.ifStuck);
  return [...others, { ...cause, ifStuck }];
}

const follows = (main: readonly string[], from: string, to: string): boolean =>
  main.includes(from) && main[main.indexOf(from) + 1] === to;
