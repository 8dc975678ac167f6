import { isDeepStrictEqual } from 'node:util';
import { TENANT } from '../../dev/stack/prepare-store';
import type { OrderDoc } from '../../store/orders/orders';
import type { OrderView } from '../../workflows/contract';
import type { ChaosCheck } from './check';

type Transition = OrderView['transitions'][number];

/** What is stored of every order is what its workflow says: where it stands, its details, its moves, and its place in lists. */
export const READ_MODEL: ChaosCheck = {
  name: 'read model as workflow',
  async run({ orders, store }) {
    const problems: string[] = [];
    for (const { changeId, view } of orders) {
      const found = differencesOfOrder(await store.orders.findDoc(TENANT, changeId), view);
      problems.push(...found.map((problem) => `${changeId}: ${problem}`));
    }
    return problems;
  },
};

/** A sentence for each thing that is stored otherwise than the workflow says. */
export function differencesOfOrder(doc: OrderDoc | null, view: OrderView): string[] {
  if (doc === null) return ['nothing is stored'];
  const { view: stored, moves = [] } = doc;
  const problems: string[] = [];
  const compare = (what: string, found: unknown, expected: unknown): void => {
    if (isDeepStrictEqual(plain(found), plain(expected))) return;
    problems.push(`${what} is stored as ${JSON.stringify(found)}, the workflow says ${JSON.stringify(expected)}`);
  };
  compare('the state', stored.state, view.state);
  compare('the sequence', stored.sequence, view.sequence);
  compare('the details', stored.details, view.details);
  compare('the end of its moves', moves.slice(-view.transitions.length), asStored(view.transitions, moves));
  compare('whether it is over', doc.isDone, view.status !== 'active');
  compare('what its lists say that it waits for', doc.waits, view.details.waits);
  compare('the state in its lists', doc.state, view.state.split('.', 1)[0]);
  for (const [index, move] of moves.entries()) {
    const before = moves[index - 1];
    if (before === undefined) continue;
    if (before.sequence >= move.sequence)
      problems.push(`move ${move.sequence} is stored after move ${before.sequence}`);
    if (before.to !== move.from)
      problems.push(`move ${move.sequence} comes from ${move.from}, the one before leads to ${before.to}`);
  }
  return problems;
}

/**
 * The moves that a workflow tells, with the stored instant of one where that lies between the moves around it. A worker that
 * replays takes a task whose local step was held up, or whose answer was lost, for the task beside it, whose clock is another;
 * what was stored while it happened keeps its own. The first move has the instant of the start, whoever replays.
 */
function asStored(told: Transition[], stored: Transition[]): Transition[] {
  const storedAt = new Map(stored.map(({ sequence, at }) => [sequence, at]));
  return told.map((move, index) => {
    const at = storedAt.get(move.sequence) ?? move.at;
    const [before, next] = [told[index - 1], told[index + 1]];
    const isBetween = before !== undefined && before.at <= at && (next === undefined || at <= next.at);
    return isBetween ? { ...move, at } : move;
  });
}

/** As it goes over the wire: without what is undefined. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));
