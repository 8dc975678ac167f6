import type { OrderEventType } from '../events';
import { grantToCheck } from './context';
import { orderSetup } from './setup';
import { endsIfAsked, TO } from './transitions';

/** Where each way out of a stuck step leads. Only what is declared is allowed. */
type WaysOut = Partial<Record<'RETRY' | 'SKIP' | 'OVERRIDE' | 'ABORT' | 'RESOLVE_PAID' | 'RESOLVE_NOT_PAID', string>>;

const isRequest =
  (type: OrderEventType) =>
  ({ context }: { context: { request: { type: OrderEventType } | null } }) =>
    context.request?.type === type;

const CONSEQUENCES = {
  ABORT: 'endCancelled',
  RESOLVE_PAID: 'resolveAsPaid',
  RESOLVE_NOT_PAID: 'resolveAsNotPaid',
} as const;

/**
 * The substate of a step that could not do its work and waits for a person. `RETRY` goes straight back to work; every
 * other way out first has its grant checked by an activity, because being able to send an event is not a permission.
 * Where support may abort, the customer may cancel.
 */
export function stuckState(waysOut: WaysOut) {
  const { RETRY, ...granted } = waysOut;
  const types = Object.keys(granted) as (keyof typeof granted)[];
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
    ...(type in CONSEQUENCES ? { actions: CONSEQUENCES[type as keyof typeof CONSEQUENCES] } : {}),
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
        on: { ...(RETRY ? { RETRY } : {}), ...requests, ...leaves },
      },
      ...(types.length > 0 ? { checkingGrant } : {}),
    },
  });
}
