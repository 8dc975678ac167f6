import { ORDER_EVENTS } from '../../machines/events';
import { ChangePathSchema } from '../../schemas/orders/order';
import { PaymentSetupOutcomeSchema, PaymentSetupPageSchema, SetupPathSchema } from '../../schemas/orders/payment-setup';
import { type MountedOperation, operation } from '../api/operation';
import { openPage } from './opening';
import { readOutcome } from './outcome';
import type { SetupParts } from './parts';

/** Whoever may give an order its payment details may give them on a page. */
const { senders } = ORDER_EVENTS.PROVIDE_PAYMENT;

export const paymentSetupRoutes = (parts: SetupParts): MountedOperation[] => [
  operation('Changes', 'POST /v1/changes/{changeId}/payment-setup', {
    id: 'openPaymentSetup',
    summary: 'Open a page of the payment gateway where the customer gives payment details for an order',
    roles: senders,
    params: ChangePathSchema,
    answers: { 201: { description: 'The page, to send the customer to.', schema: PaymentSetupPageSchema } },
    handle: (call) => openPage(parts, call),
  }),
  operation('Changes', 'POST /v1/changes/{changeId}/payment-setup/{setupId}', {
    id: 'readPaymentSetup',
    summary: 'Take up what came of such a page once its customer is back; as often as you like',
    roles: senders,
    params: SetupPathSchema,
    // Its work is named by the page.
    needsIdempotencyKey: false,
    answers: {
      200: { description: 'What came of it, and the order as it stands.', schema: PaymentSetupOutcomeSchema },
    },
    handle: (call) => readOutcome(parts, call),
  }),
];
