import type { Patience } from '../patience';
import type { OrderContext } from './context';
import { seatsAddedBy } from './delivery/delivery';
import { unknownPayment } from './payment/payment';
import type { OrderSteps, PaymentOutcome } from './steps';
import { fingerprint } from './wish/wish';

/** Facts of a step besides what it is asked and answers. */
interface StepFacts<Answer = unknown> {
  /**
   * How it is attempted: `localFirst` for our own database, inside the workflow task; `regular` for what takes longer;
   * `once` for what must never be sent twice. The limits of one attempt are in `workflows/step-policies.ts`.
   */
  attempts: 'localFirst' | 'regular' | 'once';
  patience: Patience;
  /** Charges, gives back, or writes the account's ledger. */
  movesMoney: boolean;
  /** Calls somebody else's service. */
  callsOutside: boolean;
  /** The mail that it writes to the people of the account. */
  mail: 'confirmed' | 'compensated' | 'agreedReplaced' | 'reminder' | null;
  /**
   * The answer when it does its work, for telling beforehand where an event leads. Null where the answer decides the way
   * and nobody can know it without asking; a test does what was told and compares.
   */
  expects(context: OrderContext): Answer | null;
}

type Answer<Step extends keyof OrderSteps> = Awaited<ReturnType<OrderSteps[Step]>>;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const ASKS_SUPPORT = 'the order is stuck, and support is asked';

/** Somebody looks at a page that waits. */
const inFront: Patience = {
  whoWaits: 'customer',
  triedFor: 30 * SECOND,
  firstPause: SECOND / 4,
  longestPause: 4 * SECOND,
  afterwards: ASKS_SUPPORT,
  why: 'they look at a page: a clear answer soon is worth more than a late one',
};

const supportInFront: Patience = { ...inFront, whoWaits: 'support' };

const unwatched: Patience = {
  whoWaits: 'nobody',
  triedFor: 30 * MINUTE,
  firstPause: SECOND / 4,
  longestPause: MINUTE,
  afterwards: ASKS_SUPPORT,
  why: 'a database or a service that restarts within half an hour needs no person',
};

/** The statechart itself comes back to it: `PAUSES` in `timing.ts`. */
const askedAgain: Patience = {
  ...inFront,
  whoWaits: 'nobody',
  triedFor: 5 * SECOND,
  afterwards: 'the payment counts as unknown and is looked up again',
  why: 'the look-ups of an unknown payment have a patience of their own, and support is asked in time',
};

const local = {
  attempts: 'localFirst',
  patience: unwatched,
  movesMoney: false,
  callsOutside: false,
  mail: null,
} as const;
const regular = { ...local, attempts: 'regular' } as const;
const outside = { ...regular, callsOutside: true } as const;
const money = { ...outside, movesMoney: true } as const;

const done = () => undefined;

/** Only a look at the register, the gateway or the catalogue can tell. */
const nobodyKnows = () => null;

const paymentThat =
  (status: PaymentOutcome['status']) =>
  ({ payment }: OrderContext): PaymentOutcome => ({
    ...(payment.outcome ?? unknownPayment('', null, '')),
    status,
    link: null,
    linkExpiresAt: null,
  });

/** Every step of an order: actors, time limits, previews and the default answers of tests follow from it. */
export const STEPS: { [Step in keyof OrderSteps]: StepFacts<Answer<Step>> } = {
  assess: {
    ...local,
    patience: inFront,
    /** Looked at once more, the same changes are accepted again; whether others are is for the rules to say. */
    expects({ wish, price, payment, vat }) {
      const { route, terms, home } = wish;
      const isUnchanged = fingerprint(wish.draft) === fingerprint(wish.changes);
      if (price.quote === null || !isUnchanged || terms === null || home === null) return null;
      return {
        accepted: true,
        route,
        cartHoldsItems: price.cartHoldsItems,
        paymentMethod: payment.method,
        vat: vat.onOrder,
        vatPolicy: vat.policy,
        home,
        terms,
        supersedes: [],
      };
    },
  },
  supersede: { ...regular, patience: inFront, expects: done },
  quote: {
    ...local,
    patience: inFront,
    /** A new version of a quote. Where it would be placed at once its price decides, and that is not known. */
    expects: ({ wish: { home }, price: { quote, leadsTo } }) =>
      quote === null || home === null || leadsTo === 'reserving' ? null : { quote, home, costsMore: false },
  },
  capturePayment: {
    ...outside,
    patience: {
      ...inFront,
      triedFor: 15 * SECOND,
      firstPause: SECOND,
      longestPause: 8 * SECOND,
      afterwards:
        'the order is stuck, and support is asked; it is tried on after 1, 2, 4 minutes, then up to every hour',
      why: 'they have just given their card, and each attempt at a silent gateway takes twenty seconds besides',
    },
    expects: ({ payment }) => ({ status: 'saved', paymentMethod: payment.method ?? 'new' }),
  },
  checkVat: {
    ...outside,
    patience: { ...inFront, why: 'a register that says nothing is an answer, and the order asks it again later' },
    expects: nobodyKnows,
  },
  escalateVat: { ...local, expects: () => ({ item: 'new' }) },
  agree: { ...regular, patience: inFront, expects: () => ({ status: 'agreed' }) },
  replaceAgreed: { ...regular, mail: 'agreedReplaced', expects: done },
  reserve: { ...local, patience: inFront, expects: () => ({ status: 'reserved' }) },
  charge: {
    ...money,
    attempts: 'once',
    patience: {
      ...askedAgain,
      whoWaits: 'customer',
      triedFor: 0,
      afterwards: 'the payment counts as unknown and is looked up',
      why: 'sent twice it could be taken twice',
    },
    expects: paymentThat('paid'),
  },
  lookUpPayment: {
    ...outside,
    patience: askedAgain,
    /** What waits for the customer or the bank goes on waiting. */
    expects: ({ payment: { outcome } }) =>
      outcome?.status === 'requires_action' || outcome?.status === 'pending' ? outcome : null,
  },
  voidPayment: { ...money, patience: askedAgain, expects: paymentThat('voided') },
  apply: {
    ...local,
    patience: { ...unwatched, why: 'it is paid for, and goes forward by itself as soon as the database is back' },
    movesMoney: true,
    expects: ({ price: { quote } }) => ({
      status: 'applied',
      fulfilment: 'done',
      seatsAdded: quote === null ? [] : seatsAddedBy(quote),
    }),
  },
  confirm: { ...local, mail: 'confirmed', expects: done },
  fulfil: {
    ...outside,
    /** A delivery that was answered "not yet" may be answered so again. */
    expects: ({ delivery }) => (delivery.checkAgainIn > 0 ? null : { status: 'done', checkAgainIn: 0 }),
  },
  followUpVat: { ...regular, expects: done },
  followUpSeats: { ...regular, expects: done },
  compensate: {
    ...money,
    patience: { ...unwatched, why: 'the money goes back by itself as soon as the gateway is back' },
    expects: ({ payment }) =>
      payment.outcome?.status === 'paid' ? { status: 'compensated', payment: 'refunded' } : { status: 'compensated' },
  },
  bookGivenBack: {
    ...regular,
    expects: ({ payment }) =>
      payment.outcome === null
        ? { status: 'compensated' }
        : { status: 'compensated', payment: 'refunded', code: 'given_back_by_hand' },
  },
  release: { ...local, expects: done },
  tellCustomer: { ...local, mail: 'compensated', expects: done },
  remindCustomer: {
    ...local,
    patience: { ...supportInFront, afterwards: 'the order goes on without it' },
    mail: 'reminder',
    expects: done,
  },
};

/** The facts of a step as the running machine names it. */
export const stepFacts = (step: string): StepFacts => STEPS[step as keyof OrderSteps];
