import { orderSetup } from '../setup';
import { decided, ends, retry, stuckState } from '../support/stuck';
import { endsIfAsked, getsStuck, losesPartIfTaken, remembers, TO } from '../transitions';
import { end } from '../undoing/undoing';
import { visit } from '../visits';
import { dropTaken } from '../wish/wish';
import { noteDayTold } from './placing';

/** It waits for its customer or for whoever serves them, unless there is nothing left to change. */
const afterwards = [
  { ...endsIfAsked, actions: noteDayTold },
  { ...losesPartIfTaken, actions: [noteDayTold, dropTaken] },
  {
    description: 'the subscription has ended',
    guard: 'endedBeforeItsDay',
    target: TO.releasing,
    actions: [noteDayTold, end('refused')],
  },
  { guard: 'needsSomebodyElse', target: '#handedOver', actions: noteDayTold },
  { description: 'the customer decides', target: TO.verifying, actions: noteDayTold },
] as const;

/** On its day an agreed change could not be made as agreed. Its customer hears of it once, and so does support, whatever the reason. */
export const tellingOfItsDay = orderSetup.createStateConfig({
  id: 'tellingOfItsDay',
  meta: { picture: { column: 3, row: 4 } },
  initial: 'working',
  on: remembers,
  states: {
    working: {
      invoke: {
        id: 'tellCustomer',
        src: 'tellCustomer',
        input: ({ context }) => ({
          ...visit(context, 'quote'),
          about: 'agreedNotMade' as const,
          because: context.wish.refusal?.code ?? context.price.askAgain?.code ?? context.price.askAgain?.reason ?? null,
          subscriptionId: context.wish.changes[0]?.subscriptionId ?? '',
        }),
        onDone: [...afterwards],
        onError: getsStuck('telling'),
      },
    },
    stuck: stuckState([retry('#tellingOfItsDay'), decided('SKIP', TO.verifying, noteDayTold), ends]),
  },
});
