import type { OrderEventType } from '../../events';
import type { OrderContext } from '../context';
import type { OrderAction } from '../note';
import { orderSetup } from '../setup';
import type { CheckGrantOutput } from '../steps';
import { dropRequest, grantToCheck } from './support';

interface Effect {
  description: string;
  target: string;
  actions: OrderAction | readonly OrderAction[];
}

/** The effect of an event of support whose grant is good. */
export const whenGranted = (type: OrderEventType, { actions, ...transition }: Effect) => ({
  ...transition,
  guard: ({ context, event }: { context: OrderContext; event: { output: CheckGrantOutput } }) =>
    event.output.granted && context.support.request?.type === type,
  actions: [actions].flat(),
});

/** Has the grant of an event checked before it takes effect; without one the order goes back. */
export const checkingGrant = (back: string, effects: readonly ReturnType<typeof whenGranted>[]) =>
  orderSetup.createStateConfig({
    invoke: {
      id: 'checkGrant',
      src: 'checkGrant',
      input: ({ context }) => grantToCheck(context),
      onDone: [...effects, { description: 'grant refused', target: back, actions: dropRequest }],
      onError: { target: back, actions: dropRequest },
    },
  });
