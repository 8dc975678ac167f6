import type { Role } from '../../../machines/events';
import type { KeyRing } from '../../../store/access/key-ring';
import { isGiven, isOpen, refundsOf, type StoredPayment } from '../../../store/money/payments';
import { startingAgainFrom } from '../../../store/support/grants';
import {
  END_LOST,
  isLost,
  type KeptStart,
  LOST_ORDER_WORKFLOW,
  lostOrderWorkflowId,
  type OrderView,
  START_AGAIN,
} from '../../../workflows/contract';
import type { Temporal } from '../../api/temporal';
import { Problem } from '../../http/problem';
import { text } from '../../http/texts';
import { notAllowedAnswer } from '../../orders/commands/answers';
import { startOrderAgain } from '../../orders/commands/workflows';
import type { ServerStore } from '../../ports';
import { type Act, ONCE } from './act';
import { keptStart } from './kept-start';

interface LostOrderParts extends Pick<ServerStore, 'orders' | 'subscriptions' | 'payments'> {
  temporal: Temporal;
  /** null: nothing that is kept can be read. */
  keyRing: KeyRing | null;
  now(): Date;
}

/** An order that has lost its workflow takes no event any more: two persons may start it again from what was kept of it. */
export const startingAgain = (parts: LostOrderParts): Act<KeptStart> => ({
  type: START_AGAIN,
  path: 'restart',
  id: 'startLostOrderAgain',
  previewId: 'previewStartingAgain',
  summary: 'Start an order whose workflow is gone again from what was kept of it',
  description:
    'It goes on where it last rested, under the same id, and looks at its payment first: what was paid meanwhile counts, and nothing is ' +
    'charged twice. Whether it was done, and why not, stands in the timeline of the order.',
  underWay: 'It is being started.',
  async look(view, role) {
    requireLost(START_AGAIN, view, role);
    const start = await keptStart(parts.orders, parts.keyRing, view);
    const { tenantId, changeId, changes } = view.details;
    const subscriptionIds = changes.map(({ subscriptionId }) => subscriptionId);
    // What another order has taken meanwhile it keeps.
    if (!(await parts.subscriptions.areKept({ tenantId, changeId }, subscriptionIds))) throw new Problem('claim_lost');
    return start;
  },
  async foresee(view, locale) {
    // What is made is paid for as far as it ever will be, and goes on.
    const isAsked = !view.tags.includes('committed') && (await chargesOf(parts, view)).length > 0;
    const first = isDue(view, parts.now()) ? 'quote' : isAsked ? 'lookUpPayment' : null;
    const sentence = text(locale, 'preview.act.START_AGAIN') ?? '';
    return {
      foresight: {
        leadsTo: restingAgain(view),
        path: [],
        steps: first === null ? [] : [first],
        undecided: first,
      },
      // What was paid meanwhile may go back, and what was agreed on is charged on its day.
      beside: { sentence, movesMoney: first !== null, mails: [] },
    };
  },
  sending: ([, carried]) => startingAgainFrom(carried),
  begin: (start) => startOrderAgain(parts.temporal, start),
});

/** Where it cannot go on, or should not, two persons may end it. */
export const ending = (parts: LostOrderParts): Act<void> => ({
  type: END_LOST,
  path: 'ending',
  id: 'endLostOrder',
  previewId: 'previewEnding',
  summary: 'End an order whose workflow is gone',
  description:
    'What was charged is voided or given back, what the order holds is let go, and the customer is told. Whether it was done, ' +
    'and why not, stands in the timeline of the order.',
  underWay: 'It is being ended.',
  async look(view, role) {
    requireLost(END_LOST, view, role);
    const { changeId } = view.details;
    // What was made is not undone by ending its order.
    if (view.tags.includes('committed')) throw new Problem('too_late_to_cancel', { extra: { changeId } });
  },
  async foresee(view) {
    const charges = await chargesOf(parts, view);
    const moneyBack = [
      ...(charges.some(isOpen) ? ['voidPayment'] : []),
      ...(charges.some(({ status }) => status === 'paid') ? ['compensate'] : []),
    ];
    const steps = [...moneyBack, 'release', 'tellCustomer'];
    return { foresight: { leadsTo: cancelled(view), path: ['cancelled'], steps, undecided: null }, beside: null };
  },
  begin: (_, agreed) =>
    parts.temporal.start(LOST_ORDER_WORKFLOW, {
      workflowId: lostOrderWorkflowId(agreed.tenantId, agreed.grantId),
      args: [agreed],
      ...ONCE,
    }),
});

function requireLost(act: string, view: OrderView, role: Role): void {
  if (!isLost(view)) throw notAllowedAnswer(act, view, role).problem;
}

/** Those charges of an order whose money may still be taken, or was taken and has not gone back. */
async function chargesOf(
  { payments }: Pick<LostOrderParts, 'payments'>,
  { details: { tenantId, changeId } }: OrderView,
): Promise<StoredPayment[]> {
  const calls = await payments.listOfChange(tenantId, changeId);
  const charges = calls.filter(({ kind, code }) => kind === 'charge' && code !== 'never_sent');
  const mayHaveTaken = charges.filter((charge) => isOpen(charge) || charge.status === 'paid');
  return mayHaveTaken.filter((charge) => !refundsOf(charge, calls).some(isGiven));
}

/** Agreed on for a day that has come meanwhile: it is priced anew and charged as soon as it runs. */
const isDue = ({ state, details: { quote } }: OrderView, now: Date): boolean =>
  state === 'scheduled' && quote !== null && new Date(quote.effectiveAt) <= now;

/** As it stood before it was lost; whom it waits for there it tells itself as soon as it runs. */
const restingAgain = (view: OrderView): OrderView => ({
  ...view,
  details: { ...view.details, waits: null, situation: 'as_named', stuck: null },
});

const cancelled = (view: OrderView): OrderView => ({
  ...view,
  state: 'cancelled',
  status: 'done',
  settled: true,
  details: { ...view.details, waits: null, situation: 'over', stuck: null, ending: 'cancelled' },
});
