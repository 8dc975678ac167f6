import type { OrderEvent } from '../events';
import { isCovered, isNothing, keepsSome, missingToPlace, type OrderContext } from './context';
import { LIMITS } from './timing';

interface Asked {
  context: OrderContext;
  event: OrderEvent;
}

/** What decides where an order goes. Those that say whether an event is allowed read the context only. */
export const guards = {
  cartIsEmpty: ({ context }: Asked) => !context.cartHoldsItems,
  cartHoldsItems: ({ context }: Asked) => context.cartHoldsItems,
  confirmsVatNumber: ({ context }: Asked) => context.vatToConfirm !== null,
  hasVatNumber: ({ context }: Asked) => context.vat !== null,
  mayBePlaced: ({ context }: Asked) => context.quote !== null && missingToPlace(context).length === 0,
  isEnding: ({ context }: Asked) => context.ending !== null,
  goesOn: ({ context }: Asked) => context.ending === null,
  placesAgain: ({ context }: Asked) => context.placesAgain && context.ending === null,
  hasLink: ({ context }: Asked) => context.payment?.status === 'requires_action',
  needsSomebodyElse: ({ context }: Asked) => context.route !== 'self_serve' && !isCovered(context),
  takesEffectLater: ({ context }: Asked) => context.agreement?.effective === 'period_end' && isCovered(context),
  // Once a person has been asked it goes on asking now and then, so that a register that comes back heals the order.
  mayAskRegisterAgain: ({ context }: Asked) => context.vatAttempts < LIMITS.vatAttempts || context.vatItem !== null,
  needsHelpWithVat: ({ context }: Asked) =>
    context.vatHold !== null &&
    context.vatItem === null &&
    (!context.vatHold.retry || context.vatAttempts >= LIMITS.vatAttempts),
  onlyAPersonCanHelp: ({ context }: Asked) => context.vatHold !== null && !context.vatHold.retry,
  chargedVatMeanwhile: ({ context }: Asked) =>
    context.vat?.chargedMeanwhile === true && context.quote?.vatTreatment.kind === 'hold',
  nothingIsDue: ({ context }: Asked) => context.quote !== null && isNothing(context.quote.dueToday),
  isDeliveryOverdue: ({ context }: Asked) => context.stuck?.code === 'FulfilmentOverdue',
  isGivenBackByHand: ({ context }: Asked) => context.givenBackUnder !== null,
  addedSeats: ({ context }: Asked) => (context.applied?.seatsAdded.length ?? 0) > 0,
  needsFulfilment: ({ context }: Asked) => context.applied?.fulfilment === 'needed',
  placesAtOnce: ({ context }: Asked) => context.quoteLeadsTo === 'reserving' && !context.costsMore,
  leadsToSummary: ({ context }: Asked) => context.quoteLeadsTo === 'reviewing',
  wasNudged: ({ context }: Asked) => context.nudged,
  isPaid: ({ context }: Asked) => context.payment?.status === 'paid',
  // Money on its way that this seller trusts; what becomes of it is followed up after the order.
  mayPlaceOnPending: ({ context }: Asked) => context.payment?.status === 'pending' && context.payment.mayPlace === true,
  isOver: ({ context }: Asked) => context.payment?.status === 'declined' || context.payment?.status === 'voided',
  missedTheLink: ({ context }: Asked) =>
    context.askAgain?.reason === 'payment_link_expired' && missingToPlace(context).length === 0,
  linkExpired: ({ context }: Asked) => context.payment?.status === 'expired',
  waitsForOthers: ({ context }: Asked) =>
    context.payment?.status === 'requires_action' || context.payment?.status === 'pending',
  mayResend: ({ context }: Asked) => context.payment?.status === 'not_sent' && context.resends < LIMITS.resends,
  losesPart: ({ context, event }: Asked) =>
    event.type === 'SUPERSEDED' && keepsSome(context, event.subscriptionIds ?? []),
  lostPart: ({ context }: Asked) => keepsSome(context, context.taken?.subscriptionIds ?? []),
  wasNotSent: ({ context }: Asked) => context.payment?.status === 'not_sent',
  wasConfirmed: ({ context }: Asked) => context.applied?.confirmed === true,
  mayLookSoon: ({ context }: Asked) => context.payment?.status === 'unknown' && context.lookUps < LIMITS.lookUpsAtOnce,
  mayLookAgain: ({ context }: Asked) => context.payment?.status === 'unknown' && context.lookUps < LIMITS.lookUps,
};
