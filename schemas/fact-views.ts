import { z } from 'zod';
import { Instant } from './dates';
import { CartBody, SubscriptionBody } from './documents';
import { Id } from './ids';
import { Money } from './money';

/** Subscriptions, seats, balances and mails as the API shows them. */

const Next = z.string().nullable();

export const SubscriptionView = SubscriptionBody.extend({
  subscriptionId: Id,
  assignedSeats: z.int(),
  freeSeats: z.int(),
}).meta({ id: 'SubscriptionView' });

export const SeatList = z
  .strictObject({
    bought: z.int(),
    assigned: z.int(),
    free: z.int(),
    items: z.array(z.strictObject({ userId: Id, assignedAt: Instant })),
    next: Next,
  })
  .meta({ id: 'SeatList' });

const LedgerEntry = z
  .strictObject({
    sequence: z.int(),
    kind: z.string(),
    reference: z.string(),
    changeId: z.string(),
    amount: Money,
    balanceAfter: Money,
    at: Instant,
  })
  .meta({ id: 'LedgerEntry' });

export const LedgerPage = z
  .strictObject({ accountId: Id, balance: Money, items: z.array(LedgerEntry), next: Next })
  .meta({ id: 'LedgerPage' });

/** Version 0: nothing was ever put aside. */
export const CartView = CartBody.extend({ accountId: Id, version: z.int().min(0) }).meta({ id: 'CartView' });

const Mail = z
  .strictObject({
    key: z.string(),
    kind: z.string(),
    accountId: z.string(),
    recipientId: z.string(),
    locale: z.string(),
    subject: z.string(),
    body: z.string(),
    html: z.string().nullable(),
    at: Instant,
    sentAt: Instant.nullable(),
  })
  .meta({ id: 'Mail' });

export const MailList = z.strictObject({ items: z.array(Mail) }).meta({ id: 'MailList' });
