import { PLACES, type Place, visit } from './context';
import { orderSetup } from './setup';
import { endsIfAsked, remembers, TO } from './transitions';

/**
 * What interrupts an order that waits and afterwards leaves it where it was: a hold by support, and a reminder to the
 * customer.
 */

/** Support may hold an order that waits here: no event of the customer and no timer moves it until it is released. */
export const mayBeHeld = (place: Place) =>
  ({ HOLD: { target: '#onHold', actions: [{ type: 'putAside', params: { place } }, 'noteHold'] } }) as const;

/** Where it is the customer's turn, support may remind them. */
export const remindable = (place: Remindable) =>
  ({ RESEND: { target: '#reminding', actions: [{ type: 'putAside', params: { place } }, 'countReminder'] } }) as const;

const REMINDABLE = ['reviewing', 'inCart', 'verifying'] as const satisfies readonly Place[];
type Remindable = (typeof REMINDABLE)[number];

/** Back to the place that the context names. */
export const backTo = (
  places: readonly Place[],
  named: 'cameFrom' | 'returnsTo',
  action: 'endHold' | 'comeBack' | 'returnAsBefore',
) =>
  places.map((place) => ({
    description: 'back',
    guard: ({ context }: { context: Partial<Record<typeof named, Place | null>> }) => context[named] === place,
    target: `#${place}`,
    actions: action,
  }));

/** What a newer order took meanwhile is dropped before anybody is asked anything. */
const lostPart = { description: 'lost a part', guard: 'lostPart', target: TO.assessing, actions: 'dropTaken' } as const;

/** A newer order that takes this one's place is not forgotten: it ends when it is released. */
export const onHold = orderSetup.createStateConfig({
  id: 'onHold',
  tags: ['settled', 'held'],
  on: {
    SUPERSEDED: remembers.SUPERSEDED,
    RELEASE: [
      { ...endsIfAsked, actions: 'endHold' },
      { ...lostPart, actions: ['endHold', 'dropTaken'] },
      ...backTo(PLACES, 'cameFrom', 'endHold'),
    ],
  },
});

/** A hold inside a state that has more to say, e.g. that it holds money. What the states around take is forbidden. */
export const heldWithin = (release: string) =>
  orderSetup.createStateConfig({
    tags: ['settled', 'held'],
    on: { CANCEL: {}, RELEASE: { target: release, actions: 'endHold' } },
  });

export const reminding = orderSetup.createStateConfig({
  id: 'reminding',
  on: remembers,
  invoke: {
    id: 'remindCustomer',
    src: 'remindCustomer',
    input: ({ context }) => ({ ...visit(context, 'quote'), reminder: context.reminders, link: null, until: null }),
    onDone: [endsIfAsked, lostPart, ...backTo(REMINDABLE, 'cameFrom', 'comeBack')],
    // A reminder that could not be sent leaves the order as it was; the timeline tells.
    onError: [endsIfAsked, lostPart, ...backTo(REMINDABLE, 'cameFrom', 'comeBack')],
  },
});
