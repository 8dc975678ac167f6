import { fromPromise } from '@restatedev/xstate/promise';
import { type AnyStateMachine, createMachine } from 'xstate';
import { subscriptionChangeMachine } from '../../machines/subscription-change/machine';
import { SMOOTH } from '../../test/support/scripted-steps';

/** Tags to wait for: `waitFor` looks before the event is applied, so a tag shared with the state before is no use. */
export const AT = { summary: 'atSummary', checkout: 'atCheckout' } as const;

/** Our own statechart with the peer's actors in its steps, and a tag of its own for each state a client waits for. */
export function peerMachine(): AnyStateMachine {
  const { config } = subscriptionChangeMachine;
  const { reviewing, verifying, ...others } = config.states ?? {};
  const definition = {
    ...config,
    states: {
      ...others,
      reviewing: { ...reviewing, tags: ['settled', AT.summary] },
      verifying: { ...verifying, tags: ['settled', AT.checkout] },
    },
  };
  const tagged: AnyStateMachine = createMachine(
    definition as unknown as Parameters<typeof createMachine>[0],
    subscriptionChangeMachine.implementations as Parameters<typeof createMachine>[1],
  );
  const { assess, quote, reserve, charge, apply, confirm } = SMOOTH;
  return tagged.provide({
    actors: {
      assess: step(assess),
      quote: step(quote),
      reserve: step(reserve),
      charge: step(charge),
      apply: step(apply),
      confirm: step(confirm),
    },
  });
}

const step = <Input, Output>(run: (input: Input) => Promise<Output>) =>
  fromPromise<Output, Input>(({ input }) => run(input));
