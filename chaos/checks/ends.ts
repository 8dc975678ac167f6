import type { StoryOfOrder } from '../orders/story';
import type { ChaosCheck } from './check';

/** Every order comes to the end that its customer wanted. */
export const ENDS: ChaosCheck = {
  name: 'orders at their end',
  run: async ({ stories }) => stories.flatMap(problemOf),
};

function problemOf({ planned, changeId, order, givenUp }: StoryOfOrder): string[] {
  const name = `${planned.kind} ${changeId ?? planned.name}`;
  if (givenUp !== null) return [`${name}: ${givenUp}, last seen in ${order?.state ?? 'no state'}`];
  const mayEnd = planned.kind === 'cancelled' ? ['completed', 'cancelled'] : ['completed'];
  const state = order?.state ?? '';
  return mayEnd.includes(state) ? [] : [`${name}: ended in ${state}, not in ${mayEnd.join(' or ')}`];
}
