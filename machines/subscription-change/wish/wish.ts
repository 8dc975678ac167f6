import { arrivalOf } from 'statechart-host/contract';
import { type Change, TERMS_FIELDS, type Timing } from '../../../billing/facts/types';
import { present } from '../../../billing/present';
import { withoutFields } from '../../../billing/quotes/agreed-change';
import type { Actor, OrderEvent, Role } from '../../events';
import type { OrderContext } from '../context';
import { type Asked, type Done, type EventOf, note } from '../note';
import { askAgain } from '../price/price';
import type { Accepted, Agreement, DroppedChange, Home, Refused, Superseded } from '../steps';
import { visited } from '../visits';
import type { WaitingPlace } from '../waiting/context';
import type { BeforeEdit, Taken, WishContext } from './context';

/** The changes in words that compare. */
export function fingerprint(changes: Change[]): string {
  return changes
    .map(({ subscriptionId, tierId, seats, frequency, liftEnd, endTrial }) =>
      [
        subscriptionId,
        `tier=${tierId ?? ''}`,
        `seats=${seats ?? ''}`,
        `frequency=${frequency ?? ''}`,
        ...(liftEnd ? ['liftEnd'] : []),
        ...(endTrial ? ['endTrial'] : []),
      ].join(','),
    )
    .sort()
    .join(';');
}

/** The scope of an agreement: these changes of what the customer has, asked for this time, and no other. */
export const coverage = (changes: Change[], effective: Timing, terms: string | null): string =>
  `${fingerprint(changes)} ${effective} of ${terms}`;

const isCovered = ({ agreement, draft, effectiveDraft, terms }: WishContext): boolean =>
  agreement?.covers === coverage(draft, effectiveDraft, terms);

/** When the order takes effect: as was agreed with support, else as its customer asks. Once the day it waited for has come, that is now. */
export const effectiveOf = ({ wish, placing }: OrderContext): Timing =>
  placing.waitedFor === null ? (wish.agreement?.effective ?? wish.effective) : 'now';

/** When the changes take effect that are being assessed: those accepted before as the order stands, any others as they are asked for. */
export const effectiveToAssess = (context: OrderContext): Timing =>
  context.wish.looksAgain ? effectiveOf(context) : context.wish.effectiveDraft;

/** Agreed with support, or placed: that the seller offers it no more takes nothing of it back. */
export const deferralIsAgreed = ({ wish, placing }: OrderContext): boolean =>
  wish.agreement !== null || placing.placedAt !== null;

/** What is left of an agreement is agreed as well. Any other change than the one agreed on is not. */
function standingAgreement(wish: WishContext): Agreement | null {
  if (wish.agreement?.isLeft !== true || !wish.looksAgain) return isCovered(wish) ? wish.agreement : null;
  const { isLeft: _, ...agreement } = wish.agreement;
  return { ...agreement, covers: coverage(wish.draft, wish.effectiveDraft, wish.terms) };
}

/** Where the account of an order is that was accepted. Anything else is a bug of the statechart, so it throws a plain Error. */
export function knownHome({ wish }: OrderContext): Home {
  if (wish.home === null) throw new Error('This step needs the home of the account, and the order has none.');
  return wish.home;
}

/** What is left of the changes of an order when newer ones have taken theirs. */
const leftOf = (changes: readonly Change[], taken: readonly Taken[]): Change[] =>
  changes.flatMap((change) => {
    const losses = taken.filter(({ subscriptionId }) => subscriptionId === change.subscriptionId);
    const fields = losses.flatMap(({ fields = TERMS_FIELDS }) => fields);
    const left = losses.length === 0 ? change : withoutFields(change, fields);
    return left === null ? [] : [left];
  });

/** Agreed for later, and it waits or is asked about again. */
const isAgreed = (context: OrderContext): boolean =>
  context.placing.agreedDue !== null && effectiveOf(context) === 'period_end';

/** Whether an order goes on without what newer ones have taken; one that was agreed is looked at also where they took nothing of it. */
export function keepsSome(context: OrderContext, taken: readonly Taken[]): boolean {
  const { changes } = context.wish;
  const left = leftOf(changes, taken);
  if (left.length === 0) return false;
  const isTouched = changes.some((change) => taken.some((one) => one.subscriptionId === change.subscriptionId));
  return fingerprint(left) !== fingerprint(changes) || (isTouched && isAgreed(context));
}

/** All that is taken once a newer order has told what it takes; without subscriptions it is the whole of this one. */
function takenWith({ wish }: OrderContext, event: OrderEvent): Taken[] {
  if (event.type !== 'SUPERSEDED') return wish.taken;
  const { by, subscriptionIds, fields } = event;
  return wish.changes
    .map(({ subscriptionId }) => subscriptionId)
    .filter((id) => subscriptionIds?.includes(id) ?? true)
    .reduce((taken, subscriptionId) => alsoTaken(taken, present({ subscriptionId, by, fields })), wish.taken);
}

/** One entry a subscription, so that being told often makes it no longer. */
function alsoTaken(taken: readonly Taken[], more: Taken): Taken[] {
  const before = taken.find(({ subscriptionId }) => subscriptionId === more.subscriptionId);
  const others = taken.filter((one) => one !== before);
  if (before === undefined || more.fields === undefined) return [...others, more];
  const { fields } = before;
  return [...others, fields === undefined ? before : { ...more, fields: [...new Set([...fields, ...more.fields])] }];
}

/** What was found out is as good as what was told. */
export const noteTakenBy = note(({ wish }, { output: { by, subscriptionId } }: Done<Superseded>) => ({
  wish: { taken: alsoTaken(wish.taken, { by, subscriptionId }) },
}));

/**
 * The customer who edits or places an order decides, and not who began it; support acts on the word of the last one. Of a
 * newer order `by` is the id.
 */
export const deciderIn = ({ by }: OrderEvent, { wish }: OrderContext): Actor =>
  typeof by === 'object' && CUSTOMERS.has(by.role) ? by : wish.actor;

const CUSTOMERS: ReadonlySet<Role> = new Set(['billing_contact', 'service']);

export const wishGuards = {
  needsSomebodyElse: ({ context: { wish } }: Asked) => wish.route !== 'self_serve' && !isCovered(wish),
  takesEffectLater: ({ context }: Asked) => effectiveOf(context) === 'period_end',
  /** An order for later is not reserved when it is placed, which is where any other one is held to the rules once more. */
  deferralIsRefused: ({ context: { wish } }: Asked) =>
    wish.agreement === null && wish.refusal?.code === 'deferral_not_offered',
  losesPart: ({ context, event }: Asked) => keepsSome(context, takenWith(context, event)),
  losesAll: ({ context, event }: Asked) => leftOf(context.wish.changes, takenWith(context, event)).length === 0,
  lostPart: ({ context }: Asked) => keepsSome(context, context.wish.taken),
};

const without = (changes: Change[], dropped: DroppedChange[]): Change[] =>
  changes.filter((change) => !dropped.some((one) => one.change.subscriptionId === change.subscriptionId));

/** Payment details and a VAT number given in the order stay; those on file are taken from the account. */
export const noteAccepted = note(({ wish, price, payment, vat }, { output }: Done<Accepted>) => {
  const { route, home, terms, supersedes, cartHoldsItems, vatPolicy: policy, vatToConfirm = null } = output;
  const { dropped = [] } = output;
  const changes = without(wish.draft, dropped);
  const lost = price.askAgain ?? { previousDue: price.quote?.dueToday ?? null, code: null };
  return {
    wish: {
      route,
      home,
      terms,
      supersedes,
      changes,
      draft: changes,
      effective: wish.effectiveDraft,
      beforeEdit: null,
      dropped: [...wish.dropped, ...dropped],
      agreement: standingAgreement({ ...wish, draft: changes, terms }),
    },
    // What is asked for anew waits for a day of its own.
    placing: wish.looksAgain ? {} : { waitedFor: null },
    price: { cartHoldsItems, askAgain: dropped.length > 0 ? { ...lost, reason: 'change_dropped' } : price.askAgain },
    payment: payment.given ? {} : { method: output.paymentMethod },
    vat: vat.decided ? { policy, toConfirm: null } : { policy, onOrder: output.vat, toConfirm: vatToConfirm },
  };
});

export const noteRefusal = note((_, { output }: Done<Pick<Refused, 'refusal'>>) => ({
  wish: { refusal: output.refusal },
}));

export const forgetRefusal = note(() => ({ wish: { refusal: null } }));

export const dropEdit = note(({ wish }) => ({
  wish: { draft: wish.changes, effectiveDraft: wish.effective, looksAgain: false, beforeEdit: null },
}));

/** Waiting for a date counts from when the edit was asked for. */
export const putBack = note(({ wish, waiting }) => {
  if (wish.beforeEdit === null) return {};
  const { place, at, ...before } = wish.beforeEdit;
  return {
    ...before,
    wish: {
      ...before.wish,
      draft: wish.changes,
      effectiveDraft: wish.effective,
      looksAgain: false,
      beforeEdit: null,
      returnsTo: place,
    },
    waiting: { resumedAt: at ?? waiting.resumedAt },
  };
});

export const returnAsBefore = note(() => ({ wish: { returnsTo: null } }));

type Edit = EventOf<'EDIT' | 'AMEND' | 'ADD_CHANGE'>;

/** @param place where the order comes back to if the edit is refused; left out where it waits for nobody but support */
export const noteEdit = (place?: WaitingPlace) =>
  note((context, event: Edit) => {
    const { wish } = context;
    return {
      wish: {
        draft: event.type === 'ADD_CHANGE' ? [...wish.changes, event.change] : event.changes,
        effectiveDraft: event.type === 'ADD_CHANGE' ? wish.effective : (event.effective ?? 'now'),
        beforeEdit: place === undefined ? wish.beforeEdit : beforeEdit(context, event, place),
        actor: deciderIn(event, context),
        taken: [],
        dropped: [],
        looksAgain: false,
        refusal: null,
      },
      price: { askAgain: null, leadsTo: 'reviewing', includesCart: false },
      vat: { hold: null },
      placing: { placedAt: null, consent: null, agreedDue: null },
      support: { stuck: null },
      visits: visited(context, 'assess', 'quote'),
    };
  });

function beforeEdit({ wish, price, vat, placing }: OrderContext, event: Edit, place: WaitingPlace): BeforeEdit {
  return {
    place,
    at: arrivalOf(event)?.at ?? null,
    wish: { actor: wish.actor, dropped: wish.dropped },
    price: { askAgain: price.askAgain, leadsTo: price.leadsTo, includesCart: price.includesCart },
    vat: { hold: vat.hold },
    placing: { placedAt: placing.placedAt, consent: placing.consent, agreedDue: placing.agreedDue },
  };
}

/** Waiting for a date counts from when that was told. */
export const noteTaken = note((context, event: EventOf<'SUPERSEDED'>) => ({
  wish: { taken: takenWith(context, event) },
  waiting: { resumedAt: arrivalOf(event)?.at ?? context.waiting.resumedAt },
}));

/** At work, an order only remembers what it has lost; with nothing left it ends at its next stop. */
export const noteSuperseded = note((context, event: EventOf<'SUPERSEDED'>) => {
  const taken = takenWith(context, event);
  if (leftOf(context.wish.changes, taken).length === 0) return { undoing: { ending: 'superseded' } };
  return { wish: { taken }, waiting: { resumedAt: arrivalOf(event)?.at ?? context.waiting.resumedAt } };
});

/** The rest is assessed and priced once more, and the customer looks at it where they were. */
export const dropTaken = note((context) => {
  const { taken, changes, dropped, agreement } = context.wish;
  const kept = leftOf(changes, taken);
  const wasPlaced = context.price.includesCart || context.placing.placedAt !== null;
  const { agreedDue } = context.placing;
  const wasAgreed = isAgreed(context);
  return {
    wish: {
      agreement: wasAgreed && agreement !== null ? { ...agreement, isLeft: true } : agreement,
      changes: kept,
      draft: kept,
      effectiveDraft: context.wish.effective,
      dropped: [...dropped, ...lossesOf(changes, taken)],
      taken: [],
      returnsTo: null,
      looksAgain: true,
      refusal: null,
    },
    // What is left of an agreed change goes on by itself unless it costs more than was agreed to.
    price: wasAgreed
      ? { askAgain: { reason: 'agreed_changed', previousDue: agreedDue, code: null }, leadsTo: 'reserving' }
      : { askAgain: askAgain(context, 'change_dropped'), leadsTo: wasPlaced ? 'verifying' : 'reviewing' },
    visits: visited(context, 'assess', 'quote'),
  };
});

/** What an order has lost, in the words of its own changes. */
const lossesOf = (changes: readonly Change[], taken: readonly Taken[]): DroppedChange[] =>
  changes.flatMap((change) => {
    const loss = taken.find(({ subscriptionId }) => subscriptionId === change.subscriptionId);
    const lost = loss && partOf(change, loss);
    if (!lost) return [];
    const { subscriptionId, by, fields } = loss;
    const facts = present({ subscriptionId, openChangeId: by, because: fields && ('replaced' as const) });
    return [{ change: lost, refusal: { code: 'change_in_progress', facts } }];
  });

/** The fields of a change that are lost; null where it had none of them. */
const partOf = (change: Change, { fields = [...TERMS_FIELDS] }: Taken): Change | null =>
  withoutFields(
    change,
    TERMS_FIELDS.filter((field) => !fields.includes(field)),
  );

export const noteAgreement = note((context, event: EventOf<'ACCEPT_HANDOVER'>) => {
  const { wish } = context;
  const { effective, purchaseOrder, grantId } = event;
  return {
    wish: {
      agreement: { covers: coverage(wish.changes, wish.effective, wish.terms), effective, purchaseOrder, grantId },
    },
    price: { leadsTo: 'reviewing' },
    // Agreed for later once more, it waits for another day.
    placing: { agreedDue: null, ...(effective === 'now' ? {} : { waitedFor: null }) },
    visits: visited(context, 'quote'),
  };
});
