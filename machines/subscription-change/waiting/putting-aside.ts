import type { AnyEventObject } from 'xstate';
import type { OrderContext } from '../context';
import type { OrderAction } from '../note';
import { orderSetup } from '../setup';
import { endsIfAsked, losesPartIfTaken, remembers } from '../transitions';
import { visit } from '../visits';
import { dropTaken } from '../wish/wish';
import { WAITING_PLACES, type WaitingPlace } from './context';
import { comeBack, countReminder, endHold, noteHold, putAside } from './waiting';

/**
 * Interruptions of an order that waits, which leave it where it was afterwards: a hold by support, and a reminder to the
 * customer.
 */

/** Support may hold an order that waits here: no event of the customer and no timer moves it until it is released. */
export const mayBeHeld = (place: WaitingPlace) =>
  ({ HOLD: { target: '#onHold', actions: [putAside(place), noteHold] } }) as const;

/** Where it is the customer's turn, support may remind them. */
export const remindable = (place: Remindable) =>
  ({ RESEND: { target: '#reminding', actions: [putAside(place), countReminder] } }) as const;

const REMINDABLE = ['reviewing', 'inCart', 'verifying'] as const satisfies readonly WaitingPlace[];
type Remindable = (typeof REMINDABLE)[number];

/** Back to the place that the context names. */
export const backTo = <Event extends AnyEventObject>(
  places: readonly WaitingPlace[],
  named: (context: OrderContext) => WaitingPlace | null,
  actions: OrderAction<Event>,
) =>
  places.map((place) => ({
    description: 'back',
    guard: ({ context }: { context: OrderContext }) => named(context) === place,
    target: `#${place}`,
    actions,
  }));

const backFrom = ({ waiting }: OrderContext): WaitingPlace | null => waiting.cameFrom;

/** A newer order that takes this one's place is not forgotten: it ends when it is released. */
export const onHold = orderSetup.createStateConfig({
  id: 'onHold',
  tags: ['settled', 'held'],
  meta: { waits: 'support', picture: { column: 0, row: 3 } },
  on: {
    SUPERSEDED: remembers.SUPERSEDED,
    RELEASE: [
      { ...endsIfAsked, actions: endHold },
      { ...losesPartIfTaken, actions: [endHold, dropTaken] },
      ...backTo(WAITING_PLACES, backFrom, endHold),
    ],
  },
});

/** A hold inside a state that has more to say, e.g. that it holds money. What the states around take is forbidden. */
export const heldWithin = (release: string) =>
  orderSetup.createStateConfig({
    tags: ['settled', 'held'],
    meta: { waits: 'support' },
    on: { CANCEL: {}, RELEASE: { target: release, actions: endHold } },
  });

const afterwards = [endsIfAsked, losesPartIfTaken, ...backTo(REMINDABLE, backFrom, comeBack)];

export const reminding = orderSetup.createStateConfig({
  id: 'reminding',
  meta: { picture: { column: 0, row: 4 } },
  on: remembers,
  invoke: {
    id: 'remindCustomer',
    src: 'remindCustomer',
    input: ({ context }) => ({
      ...visit(context, 'quote'),
      reminder: context.waiting.reminders,
      link: null,
      until: null,
    }),
    onDone: afterwards,
    // A reminder that could not be sent leaves the order as it was; the timeline tells.
    onError: afterwards,
  },
});
