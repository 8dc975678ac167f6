import { transition } from 'xstate';
import { ORDER_EVENTS } from '../../machines/events';
import type { OrderContext } from '../../machines/subscription-change/context';
import { subscriptionChangeMachine } from '../../machines/subscription-change/machine';
import { WAITING_PLACES } from '../../machines/subscription-change/waiting/context';
import { allTransitions, busyLoops, deadEnds, explore, type Move, nodesOf, type Place, pathTo } from './explore';
import { MOST_CHANGES, ORDER_WORLDS } from './order-world';
import { breachesReached } from './reached-rules';

const contextOf = ({ snapshot }: Place): OrderContext => snapshot.context as OrderContext;
const stateOf = ({ snapshot: { value } }: Place): string =>
  typeof value === 'string' ? value : (Object.keys(value)[0] ?? '');
const isCommitted = ({ snapshot }: Place): boolean => snapshot.hasTag('committed');
const wasEnded = ({ from, to }: Move): boolean =>
  contextOf(from).undoing.ending !== null && contextOf(to).undoing.ending === null;

const worlds = Object.entries(ORDER_WORLDS).map(([name, world]) => ({
  name,
  world,
  places: explore(subscriptionChangeMachine, world),
}));
const places = worlds.flatMap((world) => world.places);
const moves = places.flatMap((place) => place.moves);

/** Paths to the first places that are not as they should be; no path when all are. */
const exceptions = (found: readonly Place[]): string[] => found.slice(0, 3).map(pathTo);
const placesThat = (isWrong: (place: Place) => boolean): string[] => exceptions(places.filter(isWrong));
const movesThat = (isWrong: (move: Move) => boolean): string[] =>
  moves
    .filter(isWrong)
    .slice(0, 3)
    .map(({ from, event, to }) => `${event.type} after ${pathTo(from)} leads to ${JSON.stringify(to.snapshot.value)}`);

describe('all paths of an order', () => {
  it('the paths of an order take every transition of the statechart', () => {
    const named = allTransitions(subscriptionChangeMachine);
    for (const { transitions } of moves) for (const transition of transitions) named.delete(transition);
    expect([...named.values()]).toEqual([]);
  });

  it('the paths of an order reach every state of the statechart', () => {
    const reached = new Set(places.flatMap(({ snapshot }) => snapshot._nodes));
    for (const { transitions } of moves) {
      for (const { source, target } of transitions) {
        for (const node of [source, ...(target ?? [])]) reached.add(node);
      }
    }
    const missed = nodesOf(subscriptionChangeMachine).filter((node) => !reached.has(node));
    // A state that is entered by default and left at once shows only as the initial one of its parent.
    expect(missed.filter((node) => (node.always ?? []).length === 0).map(({ path }) => path.join('.'))).toEqual([]);
  });

  it('every path of an order can end', () => {
    const isCutOff = (place: Place): boolean => contextOf(place).wish.changes.length >= MOST_CHANGES;
    const ends = (place: Place): boolean => place.snapshot.status === 'done' || isCutOff(place);
    expect(worlds.flatMap((world) => exceptions(deadEnds(world.places, ends)))).toEqual([]);
  });

  it('the paths of an order never repeat work for ever without a delay or a word from somebody', () => {
    expect(worlds.flatMap((world) => exceptions(busyLoops(world.places)))).toEqual([]);
  });

  it('the paths of an order keep the machine rules in every snapshot', () => {
    expect(worlds.flatMap((one) => breachesReached(one.places, ORDER_EVENTS, one.world.events))).toEqual([]);
  });
});

describe('on no path of an order', () => {
  it('no cancelled change is completed, and no change that was made is cancelled', () => {
    expect(placesThat((place) => isCommitted(place) && contextOf(place).undoing.ending !== null)).toEqual([]);
    expect(movesThat(({ from, to }) => isCommitted(from) && !isCommitted(to))).toEqual([]);
  });

  it('nobody may cancel after the commit', () => {
    expect(placesThat((place) => isCommitted(place) && place.snapshot.can({ type: 'CANCEL' }))).toEqual([]);
  });

  it('no payment is kept for a change that is not made', () => {
    const weighed = ['applying', 'compensating', 'settlingPayment'];
    const keeps = (place: Place): boolean => weighed.includes(stateOf(place)) || isCommitted(place);
    const isPaid = (place: Place): boolean => contextOf(place).payment.outcome?.status === 'paid';
    const leavesPaid = movesThat(({ from, to }) => isPaid(to) && keeps(from) && !keeps(to) && !isUndone(from));
    expect(leavesPaid).toEqual([]);
    expect(placesThat((place) => isPaid(place) && ['verifying', 'reviewing'].includes(stateOf(place)))).toEqual([]);
  });

  it('money is never sent twice for one attempt to place the order, unless nothing had reached the gateway', () => {
    expect(places.some(({ memory }) => memory === '1')).toBe(true);
    expect(placesThat(({ memory }) => Number(memory) > 1)).toEqual([]);
  });

  it('a step that is tried under a new key never has the old one', () => {
    const told = moves.filter(({ event: { type } }) => type === 'RETRY_NEW_KEY');
    expect(told.length).toBeGreaterThan(10);
    const keepsKey = told.filter(({ from, event }) => {
      const { visits, placing } = transition(subscriptionChangeMachine, from.snapshot as never, event as never)[0]
        .context;
      return !placing.again && JSON.stringify(visits) === JSON.stringify(contextOf(from).visits);
    });
    expect(exceptions(keepsKey.map(({ from }) => from))).toEqual([]);
  });

  it('a wish to end is never forgotten, except when the change turns out to be made', () => {
    const forgets = movesThat((move) => wasEnded(move) && !isCommitted(move.to));
    expect(forgets).toEqual([]);
  });

  it('an order never ends in another way than the one that was asked for', () => {
    const endings = {
      cancelled: ['cancelled', 'declined', 'refused'],
      expired: ['expired'],
      superseded: ['superseded'],
    };
    for (const [state, allowed] of Object.entries(endings)) {
      const isWrong = (place: Place): boolean =>
        stateOf(place) === state && !allowed.includes(contextOf(place).undoing.ending ?? '');
      expect(placesThat(isWrong)).toEqual([]);
    }
  });

  it('an order never loses all its changes with one of them', () => {
    const keepsNothing = (place: Place): boolean => contextOf(place).wish.changes.length === 0;
    expect(placesThat(keepsNothing)).toEqual([]);
  });

  it('a refused edit neither moves an order nor takes anything of it', () => {
    const isRefusal = ({ event: { type, output } }: Move): boolean =>
      type.startsWith('xstate.done.actor.assess') && Object(output).accepted === false;
    const refusals = moves.filter((move) => isRefusal(move) && contextOf(move.from).wish.beforeEdit !== null);
    expect(new Set(refusals.map(({ from }) => contextOf(from).wish.beforeEdit?.place))).toEqual(
      new Set(WAITING_PLACES),
    );
    const isElsewhere = ({ from, to }: Move): boolean => {
      const { wish, undoing } = contextOf(from);
      const { beforeEdit: before, taken } = wish;
      const { placing, price } = contextOf(to);
      if (before === null || undoing.ending !== null || taken.length > 0) return false;
      const isAsBefore =
        (placing.placedAt === null) === (before.placing.placedAt === null) &&
        [price.includesCart, price.leadsTo, price.askAgain?.reason].join() ===
          [before.price.includesCart, before.price.leadsTo, before.price.askAgain?.reason].join();
      return stateOf(to) !== before.place || !isAsBefore;
    };
    expect(
      refusals
        .filter(isElsewhere)
        .map(({ from }) => pathTo(from))
        .slice(0, 3),
    ).toEqual([]);
  });

  it('an order that was ever quoted is never refused', () => {
    expect(placesThat((place) => stateOf(place) === 'refused' && contextOf(place).price.quote !== null)).toEqual([]);
  });

  it('an order on hold takes nothing of the customer and no timer', () => {
    const fromCustomer = (['EDIT', 'ADD_CHANGE', 'CHECKOUT', 'ADD_TO_CART', 'PLACE_ORDER', 'CANCEL'] as const).map(
      (type) => ({ type }),
    );
    const held = places.filter(({ snapshot }) => snapshot.hasTag('held'));
    expect(held.length).toBeGreaterThan(100);
    expect(exceptions(held.filter(({ snapshot }) => fromCustomer.some((event) => snapshot.can(event))))).toEqual([]);
    expect(exceptions(held.filter(({ snapshot }) => snapshot._nodes.some(({ after }) => after.length > 0)))).toEqual(
      [],
    );
  });

  it('a stuck order can always say why', () => {
    expect(placesThat(({ snapshot }) => snapshot.hasTag('stuck') && snapshot.context.support.stuck === null)).toEqual(
      [],
    );
  });

  it('an order that was asked to end waits for nobody', () => {
    const isAsked = ({ snapshot }: Place): boolean =>
      snapshot.hasTag('settled') &&
      snapshot.status === 'active' &&
      !snapshot.hasTag('stuck') &&
      !snapshot.hasTag('held');
    // A payment that is not settled is the exception: it is voided at its next look.
    const isWrong = (place: Place): boolean =>
      isAsked(place) && contextOf(place).undoing.ending !== null && stateOf(place) !== 'settlingPayment';
    expect(placesThat(isWrong)).toEqual([]);
  });
});

/** The money is on its way back: only then may a paid order be let go. */
function isUndone({ snapshot }: Place): boolean {
  return snapshot.matches({ compensating: 'telling' }) || snapshot.matches({ compensating: 'stuckTelling' });
}
