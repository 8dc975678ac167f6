import type { OrderView } from '../../../workflows/contract';
import { newId, TENANT } from '../test-store';

/** The view of an order that waits for its customer. */
export function sampleView(more: Partial<OrderView> = {}, details: Partial<OrderView['details']> = {}): OrderView {
  const isStuck = more.tags?.includes('stuck') === true;
  return {
    sequence: 5,
    state: 'verifying',
    tags: ['settled'],
    settled: true,
    done: false,
    allowedEvents: ['CANCEL'],
    at: '2026-03-12T10:00:00.000Z',
    transitions: [],
    ...more,
    details: {
      changeId: newId('change'),
      tenantId: TENANT,
      accountId: 'acc_1',
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
        : { waits: more.done ? null : 'customer', situation: 'as_named' }),
      ...details,
    },
  } as OrderView;
}
