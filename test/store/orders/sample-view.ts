import type { WrittenIn } from 'statechart-host/contract';
import type { ProjectedOrder } from '../../../workflows/contract';
import { newId, TENANT } from '../test-store';

/** A workflow task; those of one task are later by their sequence. */
export const SAMPLE_TASK: WrittenIn = {
  run: 'run-1',
  runStartedAt: '2026-03-12T09:00:00.000Z',
  startedEvent: 12,
  startedAt: '2026-03-12T10:00:00.000Z',
};

/** The view of an order that waits for its customer. */
export function sampleView(
  more: Partial<ProjectedOrder> = {},
  details: Partial<ProjectedOrder['details']> = {},
): ProjectedOrder {
  const isStuck = more.tags?.includes('stuck') === true;
  return {
    sequence: 5,
    state: 'verifying',
    tags: ['settled'],
    settled: true,
    status: 'active',
    allowedEvents: ['CANCEL'],
    at: '2026-03-12T10:00:00.000Z',
    startedAt: '2026-03-12T09:00:00.000Z',
    transitions: [],
    writtenIn: SAMPLE_TASK,
    ...more,
    details: {
      changeId: newId('change'),
      tenantId: TENANT,
      accountId: 'acc_1',
      machine: { id: 'subscriptionChange', version: 1 },
      decidedBy: { userId: 'user_1', role: 'billing_contact' },
      route: 'self_serve',
      changes: [{ subscriptionId: 'sub_1', seats: 8 }],
      quote: null,
      cartHoldsItems: false,
      includesCart: false,
      missing: [],
      hasPaymentMethod: true,
      vat: null,
      askAgain: null,
      refusal: null,
      agreement: null,
      payment: null,
      stuck: null,
      ending: null,
      ...(isStuck
        ? { waits: 'stuck', situation: 'stuck' }
        : { waits: more.status === 'done' ? null : 'customer', situation: 'as_named' }),
      ...details,
    },
  } as ProjectedOrder;
}
