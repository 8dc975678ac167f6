import type { Schemas } from '../../shared/api/api-types';

/** What an order asks of whoever looks at it; each has a screen of its own at the address of the order. */
export type OrderStage =
  | 'cart'
  | 'checkout'
  | 'under_way'
  | 'handed_over'
  | 'agreed'
  | 'stopped'
  | 'confirmed'
  | 'ended';

/** States of the statechart in which an order rests, and those that begin at checkout and come back to it. */
const STAGE_OF: Readonly<Record<string, OrderStage>> = {
  reviewing: 'cart',
  inCart: 'cart',
  verifying: 'checkout',
  capturingPayment: 'checkout',
  checkingVat: 'checkout',
  vatPending: 'checkout',
  handedOver: 'handed_over',
  scheduled: 'agreed',
  onHold: 'stopped',
  completed: 'confirmed',
};

/** A state that nobody has thought of here is one that the order works in. */
export function stageOf({
  state,
  done,
  waits,
  heldSince,
}: Pick<Schemas['Order'], 'state' | 'done' | 'waits' | 'heldSince'>): OrderStage {
  const stage = STAGE_OF[state.split('.')[0] ?? ''];
  if (done) return stage === 'confirmed' ? 'confirmed' : 'ended';
  if (waits === 'stuck' || heldSince !== null) return 'stopped';
  return stage ?? 'under_way';
}

/** It is at work and not placed: what it leads to is the summary or the checkout, as before. */
export const isBeingPriced = ({
  state,
  waits,
  heldSince,
}: Pick<Schemas['Order'], 'state' | 'waits' | 'heldSince'>): boolean =>
  /^(assessing|superseding|quoting|presenting|reminding)\b/.test(state) && waits !== 'stuck' && heldSince === null;
