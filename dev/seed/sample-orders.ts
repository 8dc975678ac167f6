import type { Quote } from '../../billing/quotes/types';
import { MACHINE } from '../../machines/subscription-change/view';
import { listKeysOf, type OrderDoc, projected } from '../../store/orders/document';
import {
  AGENTS,
  COUNTRIES,
  GATEWAYS,
  OPEN_STATES,
  OVER_STATES,
  pick,
  randomFrom,
  SAMPLE_FAILURES,
} from './sample-values';

/** Orders that never were, for lists to be tried and measured with. They have no workflow: nothing can be done to them. */

const MINUTE = 60_000;
/** Of the period that an order begins, in milliseconds. */
const PERIOD = 30 * 24 * 60 * MINUTE;
/** How far apart orders were updated, so that a million of them reach back two years. */
const APART = MINUTE;
/** One in twenty-five is open, and one in eight of these is stuck. */
const OPEN_SHARE = 1 / 25;
const STUCK_SHARE = 1 / 8;
const ACCOUNTS = 20;

/**
 * Documents as the projection writes them. The same number always gives the same order.
 *
 * @param newest when the first order was updated; the others came before it
 */
export function sampleOrder(tenantId: string, index: number, newest: number): OrderDoc {
  const random = randomFrom(index);
  const [country, currency] = pick(COUNTRIES, random());
  const isOpen = random() < OPEN_SHARE;
  const isStuck = isOpen && random() < STUCK_SHARE;
  const [step, code, stuckAt] = pick(SAMPLE_FAILURES, random());
  const { state, tags, standing, payment } = isStuck ? stuckAt : pick(isOpen ? OPEN_STATES : OVER_STATES, random());
  const updated = newest - index * APART - Math.floor(random() * APART);
  const at = new Date(updated).toISOString();
  const changeId = `seed_${String(index).padStart(8, '0')}`;
  const subscriptionId = `sub_seed_${Math.floor(index / 3)}`;
  const since = new Date(updated - Math.floor(random() * 60) * MINUTE).toISOString();
  const amount = (10 ** (random() * 5) - 1).toFixed(2);
  const quote = sampleQuote({ quoteId: `${changeId}:q1`, at, currency, subscriptionId, amount });
  const view = {
    sequence: 9,
    state,
    tags,
    settled: true,
    status: isOpen ? ('active' as const) : ('done' as const),
    value: state,
    startedAt: since,
    allowedEvents: [],
    nudgesRejected: 0,
    at,
    writtenIn: { run: changeId, runStartedAt: since, startedEvent: 12, startedAt: at },
    ...(isOpen && random() < 0.5 ? { nextTimerAt: new Date(updated + random() * 1e9).toISOString() } : {}),
    transitions: [
      { sequence: 8, at: since, event: 'quote done', from: 'quoting.working', to: 'reviewing' },
      { sequence: 9, at: since, event: 'CHECKOUT', from: 'reviewing', to: state },
    ],
    details: {
      ...standing,
      ...{ machine: MACHINE, decidedBy: { userId: 'user_seed', role: 'billing_contact' as const } },
      ...{ changeId, tenantId, accountId: `acc_seed_${Math.floor(index / ACCOUNTS)}`, route: 'self_serve' as const },
      changes: [{ subscriptionId, seats: 8 }],
      effective: 'now' as const,
      ...{ dropped: [], vatNumberAsked: null, placing: 1, consent: null },
      ...{ quote, difference: null, cartHoldsItems: false, includesCart: false, missing: [], hasPaymentMethod: true },
      ...{ vat: null, askAgain: null, refusal: null, agreement: null, ending: null },
      ...{ heldSince: null, extended: { quote: null, link: null, idle: null } },
      payment: payment && { ...payment, reference: `${changeId}:place:1`, at },
      stuck: isStuck ? { step, code, message: 'Planted.', attempts: 3, since } : null,
    },
  };
  const facts = { country, gateway: pick(GATEWAYS, random()), vatHash: null };
  const doc = projected(view, facts);
  const { free, taken } = listKeysOf(doc);
  const assigneeId = isOpen && random() < 0.3 ? pick(AGENTS, random()) : null;
  return { ...doc, assigneeId, writtenAt: new Date(updated), listKeys: assigneeId === null ? free : taken };
}

interface QuoteFacts {
  quoteId: string;
  at: string;
  currency: string;
  subscriptionId: string;
  amount: string;
}

function sampleQuote({ quoteId, at, currency, subscriptionId, amount }: QuoteFacts): Quote {
  const day = at.slice(0, 10);
  const end = new Date(Date.parse(at) + PERIOD).toISOString().slice(0, 10);
  return {
    ...{ quoteId, version: 1, at, expiresAt: at, effectiveDate: day, effectiveAt: `${day}T00:00:00Z` },
    policy: { name: 'anchor-reset', version: 1 },
    currency,
    changes: [
      {
        ...{ subscriptionId, subscriptionVersion: 1 },
        before: { tierId: 'professional', seats: 5, frequency: 'month' },
        after: { tierId: 'professional', seats: 8, frequency: 'month' },
        ...{ newPeriod: { start: day, end }, newAnchorDay: 1, nextBillDate: end, nextBillNet: amount },
        ...{ yearlyRateBefore: '3300.00', yearlyRateAfter: '5280.00', seatsAdded: 3 },
      },
    ],
    lines: [],
    vatTreatment: { rule: 'R1', kind: 'domestic', country: 'FR', percent: '0' },
    ...{ net: amount, vat: '0.00', total: amount, balanceUsed: '0.00', dueToday: amount, toBalance: '0.00' },
    ...{ rateIncreases: true, includesCart: false, cartVersion: 0, hash: 'f'.repeat(64) },
  };
}
