import type { KeyRing } from '../../../store/access/key-ring';
import { startingAgainFrom } from '../../../store/support/grants';
import {
  END_LOST,
  isLost,
  LOST_ORDER_WORKFLOW,
  lostOrderWorkflowId,
  type OrderView,
  START_AGAIN,
} from '../../../workflows/contract';
import type { MountedOperation } from '../../api/operation';
import type { Caller } from '../../api/principal';
import type { Temporal } from '../../api/temporal';
import { Problem } from '../../http/problem';
import { notAllowedAnswer } from '../../orders/commands/answers';
import { startOrderAgain } from '../../orders/commands/workflows';
import type { ServerStore } from '../../ports';
import { keptStart } from './kept-start';
import { type ActParts, actOfTwo, ONCE } from './routes';

interface LostOrderParts extends ActParts, Pick<ServerStore, 'orders' | 'subscriptions'> {
  temporal: Temporal;
  /** null: nothing that is kept can be read. */
  keyRing: KeyRing | null;
}

/** An order that has lost its workflow takes no event any more: two persons may start it again from what was kept, or end it. */
export const lostOrderRoutes = (parts: LostOrderParts): MountedOperation[] => [startingAgain(parts), ending(parts)];

const startingAgain = ({ orders, subscriptions, temporal, keyRing, ...parts }: LostOrderParts) =>
  actOfTwo(parts, {
    type: START_AGAIN,
    route: 'POST /v1/changes/{changeId}/restart',
    id: 'startLostOrderAgain',
    summary: 'Start an order whose workflow is gone again from what was kept of it',
    description:
      'It goes on where it last rested, under the same id, and looks at its payment first: what was paid meanwhile counts, and nothing is ' +
      'charged twice. Whether it was done, and why not, stands in the timeline of the order.',
    underWay: 'It is being started.',
    async look(view, { principal }) {
      requireLost(START_AGAIN, view, principal);
      const start = await keptStart(orders, keyRing, view);
      const { tenantId, changeId, changes } = view.details;
      const subscriptionIds = changes.map(({ subscriptionId }) => subscriptionId);
      // What another order has taken meanwhile it keeps.
      if (!(await subscriptions.areKept({ tenantId, changeId }, subscriptionIds))) throw new Problem('claim_lost');
      return start;
    },
    sending: ([, carried]) => startingAgainFrom(carried),
    begin: (start) => startOrderAgain(temporal, start),
  });

const ending = ({ temporal, ...parts }: LostOrderParts) =>
  actOfTwo(parts, {
    type: END_LOST,
    route: 'POST /v1/changes/{changeId}/ending',
    id: 'endLostOrder',
    summary: 'End an order whose workflow is gone',
    description:
      'What was charged is voided or given back, what the order holds is let go, and the customer is told. Whether it was done, ' +
      'and why not, stands in the timeline of the order.',
    underWay: 'It is being ended.',
    async look(view, { principal }) {
      requireLost(END_LOST, view, principal);
      const { changeId } = view.details;
      // What was made is not undone by ending its order.
      if (view.tags.includes('committed')) throw new Problem('too_late_to_cancel', { extra: { changeId } });
    },
    begin: (_, agreed) =>
      temporal.start(LOST_ORDER_WORKFLOW, {
        workflowId: lostOrderWorkflowId(agreed.tenantId, agreed.grantId),
        args: [agreed],
        ...ONCE,
      }),
  });

function requireLost(act: string, view: OrderView, { role }: Caller['principal']): void {
  if (!isLost(view)) throw notAllowedAnswer(act, view, role).problem;
}
