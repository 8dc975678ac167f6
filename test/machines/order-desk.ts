import { arrivalOf, received, type StepFailure } from 'statechart-host/contract';
import { recorded } from 'statechart-host/testing';
import { createActor, fromPromise, SimulatedClock, type StateValue } from 'xstate';
import { ORDER_EVENTS, type OrderEvent, type OrderEventType } from '../../machines/events';
import type { OrderContext } from '../../machines/subscription-change/context';
import { subscriptionChangeMachine } from '../../machines/subscription-change/machine';
import type { OrderSteps } from '../../machines/subscription-change/steps';
import { SMOOTH } from '../support/scripted-steps';

const AT = '2026-03-25T10:04:00Z';

/** A statechart that goes round in circles would keep the test from ever failing, so its steps stop answering. */
const MOST_CALLS = 200;

export type Script = Partial<OrderSteps>;

/** A statechart that runs, with steps that a test scripts and a clock that only the test moves. */
export interface Order {
  /** Names of the steps that were called, in order. */
  readonly calls: string[];
  state(): string;
  context(): OrderContext;
  /** What callers may send now, in the order of the catalogue. */
  allowed(): OrderEventType[];
  /** Sends events one after the other; each is answered when every step at work has answered. */
  send(...events: (OrderEvent | OrderEventType)[]): Promise<void>;
  /** Lets time pass for the delays that are running. */
  pass(milliseconds: number): Promise<void>;
}

const types = Object.keys(ORDER_EVENTS) as OrderEventType[];
const fromCallers = types.filter((type) => ORDER_EVENTS[type].senders.length > 0);

/** Scripted answers are microtasks, so when the next macrotask comes, every one of them has arrived. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const path = (value: StateValue): string =>
  typeof value === 'string'
    ? value
    : Object.entries(value)
        .map(([name, below]) => `${name}.${path(below ?? '')}`)
        .join('+');

/** Opens an order of eight seats. Steps that the script leaves out go as on the shortest way to a completed order. */
export async function openOrder(script: Script = {}): Promise<Order> {
  const calls: string[] = [];
  const steps = recorded({ ...SMOOTH, ...script }, calls);
  const actors = Object.entries(steps).map(([name, run]) => [
    name,
    fromPromise(({ input }) => {
      if (calls.length > MOST_CALLS) return new Promise(() => {});
      return (run as (input: unknown) => Promise<unknown>)(input);
    }),
  ]);
  const clock = new SimulatedClock();
  const machine = subscriptionChangeMachine.provide({ actors: Object.fromEntries(actors) });
  const actor = createActor(machine, { input: INPUT, clock });
  actor.start();
  await settled();
  const send = async (...events: (OrderEvent | OrderEventType)[]): Promise<void> => {
    for (const event of events) {
      const sent = (typeof event === 'string' ? { type: event } : event) as OrderEvent;
      actor.send(arrivalOf(sent) === undefined ? received(sent, { at: AT }) : sent);
      await settled();
    }
  };
  return {
    calls,
    state: () => path(actor.getSnapshot().value),
    context: () => actor.getSnapshot().context,
    allowed: () => fromCallers.filter((type) => actor.getSnapshot().can({ type } as OrderEvent)),
    send,
    pass: async (milliseconds) => {
      clock.increment(milliseconds);
      await settled();
    },
  };
}

export const INPUT = {
  tenantId: 'tenant',
  changeId: 'chg_1',
  accountId: 'acc_1',
  actor: { userId: 'user_1', role: 'billing_contact' as const },
  changes: [{ subscriptionId: 'sub_1', seats: 8 }],
};

/** How often a step was called. */
export const times = ({ calls }: Order, step: keyof OrderSteps): number => calls.filter((name) => name === step).length;

/** A step that could not do its work. */
export const failing = async (): Promise<never> => {
  const failure: StepFailure = { code: 'StoreUnavailable', message: 'The service is down.', retryable: true, at: AT };
  throw failure;
};

/** A step that gives these answers one after the other, and the last one from then on. */
export function inTurn<Answer>(...answers: (Answer | typeof failing)[]): () => Promise<Answer> {
  const left = [...answers];
  return async () => {
    const [answer] = left.length > 1 ? left.splice(0, 1) : left;
    return answer === failing ? failing() : (answer as Answer);
  };
}

/** Events of support carry a grant. */
export const withGrant = <Type extends OrderEventType>(type: Type, more: object = {}): OrderEvent =>
  ({ type, grantId: 'grant_1', evidence: 'seen at the gateway', ...more }) as unknown as OrderEvent;

export const accepting = (effective: 'now' | 'period_end' = 'now'): OrderEvent =>
  withGrant('ACCEPT_HANDOVER', { effective, purchaseOrder: 'PO-7' });

export const editing = (seats: number): OrderEvent => ({
  type: 'EDIT',
  changes: [{ subscriptionId: 'sub_1', seats }],
});
