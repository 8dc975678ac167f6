import { present } from '../../../billing/present';
import type { OrderEventType } from '../../events';
import type { Step } from '../context';
import { type EventOf, note, type OrderAction } from '../note';
import { orderSetup } from '../setup';
import { endsIfAsked, remembers, TO } from '../transitions';
import { end } from '../undoing/undoing';
import { visited } from '../visits';
import type { WaitingPlace } from '../waiting/context';
import { mayBeHeld } from '../waiting/putting-aside';
import { endHold, noteHold } from '../waiting/waiting';
import { noteEdit, noteTaken } from '../wish/wish';

type StateConfig = Parameters<typeof orderSetup.createStateConfig>[0];
type Transitions = NonNullable<StateConfig['on']>;

/** A nudge that came meanwhile. */
type News = 'hasNewsOfDelivery' | 'wasNudged';

/** A way out of a stuck step: only what is named is allowed. */
interface WayOut {
  on?: Transitions;
  /** Taken by itself. */
  always?: { description: string; guard: News | 'isEnding'; target: string };
  /** Taken by itself in time. */
  after?: NonNullable<StateConfig['after']>;
  /** Where the order is let go; where support may let go of it, the customer and a newer order may as well. */
  letsGo?: string;
}

/** Straight back to work. */
export const retry = (target: string): WayOut => ({ on: { RETRY: target } });

const amend = (): WayOut => ({ on: { AMEND: { target: TO.assessing, actions: noteEdit() } } });

/** Needs nobody: the service has something to say after all, perhaps while it was found to be overdue. */
export const onNews = (guard: News, target: string): WayOut => ({
  always: { description: 'nudged', guard, target },
});

/** Goes on by itself besides the person who is asked. */
export const besides = (after: NonNullable<StateConfig['after']>): WayOut => ({ after });

/** A decision of support. */
export const decided = <Type extends OrderEventType>(
  type: Type,
  target: string,
  ...actions: OrderAction<EventOf<Type>>[]
): WayOut => ({ on: { [type]: { target, actions } } as Transitions });

/** A new decision about the step: it is done under a new key. */
export const newKey = (target: string, step: Step): WayOut =>
  decided(
    'RETRY_NEW_KEY',
    target,
    note((context) => ({ visits: visited(context, step) })),
  );

export const abort = (target: string = TO.releasing): WayOut => ({
  ...decided('ABORT', target, end('cancelled')),
  letsGo: target,
});

/** An order that was cancelled while it was at work is let go without waiting for support. */
export const ends: WayOut = { always: endsIfAsked };

/** The ways out of a step in front of placing: whatever it did may be done anew, or the order let go. */
export const startsOver = (state: string, step: Step): WayOut[] => [
  retry(state),
  amend(),
  newKey(state, step),
  abort(TO.releasing),
  ends,
];

const leaves = (target: string): Transitions => ({
  CANCEL: { target, actions: end('cancelled') },
  SUPERSEDED: [
    { guard: 'losesAll', target, actions: end('superseded') },
    { description: 'in part', actions: noteTaken },
  ],
});

/**
 * The substate of a step that could not do its work and waits for a person.
 *
 * @param place where the states around take events of the customer: a hold leaves them and comes back there
 */
export function stuckState(waysOut: readonly WayOut[], place?: WaitingPlace) {
  const letsGo = waysOut.find((way) => way.letsGo !== undefined)?.letsGo;
  const hold = { HOLD: { target: 'held', actions: noteHold } } as const;
  return orderSetup.createStateConfig({
    initial: 'waiting',
    meta: { waits: 'stuck', situation: 'stuck' },
    states: present({
      waiting: present({
        tags: ['stuck' as const, 'settled' as const],
        always: waysOut.flatMap(({ always }) => always ?? []),
        on: {
          ...(Object.assign({}, ...waysOut.map(({ on }) => on)) as Transitions),
          ...(letsGo === undefined ? {} : leaves(letsGo)),
          ...(place === undefined ? hold : mayBeHeld(place)),
        },
        after: waysOut.find((way) => way.after !== undefined)?.after,
      }),
      held: place === undefined ? heldIn(letsGo) : undefined,
    }),
  });
}

/** A newer order is not forgotten: where a stuck order may be let go, it is when it is released. */
const heldIn = (letsGo: string | undefined) =>
  orderSetup.createStateConfig({
    tags: ['stuck', 'settled', 'held'],
    on: {
      CANCEL: {},
      RELEASE: [
        ...(letsGo ? [{ guard: 'isEnding', target: letsGo, actions: endHold } as const] : []),
        { target: 'waiting', actions: endHold },
      ],
      ...(letsGo ? { SUPERSEDED: remembers.SUPERSEDED } : {}),
    },
  });
