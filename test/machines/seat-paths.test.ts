import { SEAT_EVENTS } from '../../machines/events';
import { type SeatContext, seatFollowUpMachine } from '../../machines/seat-follow-up/machine';
import { allTransitions, busyLoops, deadEnds, explore, pathTo } from './explore';
import { breachesReached } from './reached-rules';
import { seatWorld } from './seat-world';

const places = explore(seatFollowUpMachine, seatWorld);

describe('all paths of a seat follow-up', () => {
  it('the paths of a seat follow-up take every transition of the statechart', () => {
    const named = allTransitions(seatFollowUpMachine);
    for (const { moves } of places)
      for (const { transitions } of moves) for (const transition of transitions) named.delete(transition);
    expect([...named.values()]).toEqual([]);
  });

  it('every path of a seat follow-up can end', () => {
    expect(deadEnds(places, ({ snapshot }) => snapshot.status === 'done').map(pathTo)).toEqual([]);
  });

  it('the paths of a seat follow-up never repeat work for ever without a delay or a word from somebody', () => {
    expect(busyLoops(places).map(pathTo)).toEqual([]);
  });

  it('the paths of a seat follow-up keep the machine rules in every snapshot', () => {
    expect(breachesReached(places, SEAT_EVENTS, seatWorld.events)).toEqual([]);
  });

  it('the paths of a seat follow-up never end by themselves while a purchase has not been followed up', () => {
    const isForgotten = places.filter(({ snapshot }) => {
      const { boughtMeanwhile } = snapshot.context as SeatContext;
      return boughtMeanwhile && snapshot.status === 'done' && !snapshot.matches('stopped');
    });
    expect(isForgotten.map(pathTo)).toEqual([]);
  });

  it('the paths of a seat follow-up send no more reminders than there are delays', () => {
    const isOverdone = places.filter(({ snapshot }) => {
      const { remindersSent, reminderDelays } = snapshot.context as SeatContext;
      return remindersSent > reminderDelays.length;
    });
    expect(isOverdone.map(pathTo)).toEqual([]);
  });
});
