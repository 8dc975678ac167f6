import type { OrderEventType } from '../events';
import { grantToCheck, type Place } from './context';
import { mayBeHeld } from './putting-aside';
import { orderSetup } from './setup';
import { endsIfAsked, TO } from './transitions';

type Granted = 'RETRY_NEW_KEY' | 'SKIP' | 'OVERRIDE' | 'ABORT' | 'RESOLVE_PAID' | 'RESOLVE_NOT_PAID';

/**
 * Where each way out of a stuck step leads. Only what is declared is allowed. `PLACE_AGAIN` is a new key for placing the
 * order: its attempt is let go of first, so that nothing of it can happen any more. `GIVEN_BACK` is an override that says
 * that the customer has the money. `OVERDUE_DELIVERY_CAME` needs nobody: the service has something to say after all.
 */
type WaysOut = Partial<Record<'RETRY' | 'AMEND' | 'OVERDUE_DELIVERY_CAME' | keyof typeof MEANINGS | Granted, string>>;

/** Ways out whose event has a consequence of its own there. */
const MEANINGS = {
  PLACE_AGAIN: { type: 'RETRY_NEW_KEY', actions: 'placeAgain' },
  GIVEN_BACK: { type: 'OVERRIDE', actions: 'noteGivenBackByHand' },
} as const;

const isRequest =
  (type: OrderEventType) =>
  ({ context }: { context: { request: { type: OrderEventType } | null } }) =>
    context.request?.type === type;

const CONSEQUENCES = {
  RETRY_NEW_KEY: 'startNewVisit',
  ABORT: 'endCancelled',
  RESOLVE_PAID: 'resolveAsPaid',
  RESOLVE_NOT_PAID: 'resolveAsNotPaid',
} as const;

function consequenceOf(type: Granted, waysOut: WaysOut) {
  const meant = (['PLACE_AGAIN', 'GIVEN_BACK'] as const).find((way) => way in waysOut && MEANINGS[way].type === type);
  if (meant !== undefined) return { actions: MEANINGS[meant].actions };
  return type in CONSEQUENCES ? { actions: CONSEQUENCES[type as keyof typeof CONSEQUENCES] } : {};
}

/**
 * The substate of a step that could not do its work and waits for a person. `RETRY` goes straight back to work; every
 * other way out first has its grant checked by an activity, because being able to send an event is not a permission.
 * Where support may abort, the customer may cancel.
 *
 * @param place where the states around take events of the customer: a hold leaves them and comes back there
 */
export function stuckState(waysOut: WaysOut, place?: Place) {
  const { RETRY, AMEND, OVERDUE_DELIVERY_CAME, PLACE_AGAIN, GIVEN_BACK, ...rest } = waysOut;
  const granted: Partial<Record<Granted, string>> = {
    ...(PLACE_AGAIN === undefined ? {} : { RETRY_NEW_KEY: PLACE_AGAIN }),
    ...(GIVEN_BACK === undefined ? {} : { OVERRIDE: GIVEN_BACK }),
    ...rest,
  };
  const types = Object.keys(granted) as Granted[];
  const requests = Object.fromEntries(
    types.map((type) => [type, { target: 'checkingGrant', actions: 'noteRequest' } as const]),
  );
  const outcomes = types.map((type) => ({
    guard: ({
      context,
      event,
    }: {
      context: { request: { type: OrderEventType } | null };
      event: { output: { granted: boolean } };
    }) => event.output.granted && isRequest(type)({ context }),
    description: type,
    target: granted[type] ?? '',
    ...consequenceOf(type, waysOut),
  }));
  const leaves = granted.ABORT
    ? {
        CANCEL: { target: granted.ABORT, actions: 'endCancelled' } as const,
        SUPERSEDED: { target: granted.ABORT, actions: 'endSuperseded' } as const,
      }
    : {};
  const checkingGrant = orderSetup.createStateConfig({
    invoke: {
      id: 'checkGrant',
      src: 'checkGrant',
      input: ({ context }) => grantToCheck(context),
      onDone: [...outcomes, { target: 'waiting', actions: 'dropRequest' }],
      onError: { target: 'waiting', actions: 'dropRequest' },
    },
  });
  return orderSetup.createStateConfig({
    initial: 'waiting',
    states: {
      waiting: {
        tags: ['stuck', 'settled'],
        // An order that was cancelled while it was at work is let go without waiting for support.
        ...(granted.ABORT === TO.releasing ? { always: endsIfAsked } : {}),
        on: {
          ...(RETRY ? { RETRY } : {}),
          ...(AMEND ? { AMEND: { target: AMEND, actions: { type: 'noteEdit', params: {} } } as const } : {}),
          ...(OVERDUE_DELIVERY_CAME
            ? { NUDGE: { guard: 'isDeliveryOverdue', target: OVERDUE_DELIVERY_CAME } as const }
            : {}),
          ...requests,
          ...leaves,
          ...(place === undefined ? ({ HOLD: { target: 'held', actions: 'noteHold' } } as const) : mayBeHeld(place)),
        },
      },
      ...(place === undefined ? { held: heldIn(granted.ABORT) } : {}),
      ...(types.length > 0 ? { checkingGrant } : {}),
    },
  });
}

/** A newer order is not forgotten: where a stuck order may be let go, it is when it is released. */
const heldIn = (letGo: string | undefined) =>
  orderSetup.createStateConfig({
    tags: ['stuck', 'settled', 'held'],
    on: {
      CANCEL: {},
      RELEASE: [
        ...(letGo ? [{ guard: 'isEnding', target: letGo, actions: 'endHold' } as const] : []),
        { target: 'waiting', actions: 'endHold' },
      ],
      ...(letGo ? { SUPERSEDED: { actions: 'endSuperseded' } as const } : {}),
    },
  });
