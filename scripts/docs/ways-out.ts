import type { AnyStateMachine } from 'xstate';
import { type EventRule, ORDER_EVENTS, SEAT_EVENTS } from '../../machines/events';
import { seatFollowUpMachine } from '../../machines/seat-follow-up/machine';
import { subscriptionChangeMachine } from '../../machines/subscription-change/machine';
import { presserOf } from '../../server/support/runbook/pieces';

type Node = AnyStateMachine['root'];

const CATALOGUE: Readonly<Record<string, EventRule>> = { ...ORDER_EVENTS, ...SEAT_EVENTS };

const statesOf = (node: Node): Node[] => [node, ...Object.values(node.states).flatMap(statesOf)];
const lineage = (node: Node): Node[] => [node, ...(node.parent === undefined ? [] : lineage(node.parent))];

/** Where an order waits for support: where it leads when it notes that a step is stuck. Of the payment by its code. */
export const STUCK_AT: Readonly<Record<string, string>> = {
  payment_not_sent: 'settlingPayment.stuck.waiting',
  payment_unknown: 'settlingPayment.unknown.waiting',
  ...Object.fromEntries(
    statesOf(subscriptionChangeMachine.root)
      .flatMap(({ transitions }) => [...transitions.values()].flat())
      .flatMap(({ actions, target = [] }) =>
        actions.flatMap((action) => {
          const { type, params } = Object(action);
          return type === 'noteStuck' ? target.map(({ path }) => [params.step, `${path.join('.')}.waiting`]) : [];
        }),
      ),
  ),
};

const nodeOf = (name: string): Node | undefined => {
  const path = STUCK_AT[name]?.split('.');
  if (path === undefined) return seatFollowUpMachine.root.states.stuck?.states[name];
  return path.reduce<Node | undefined>((node, part) => node?.states[part], subscriptionChangeMachine.root);
};

/**
 * The events that a stuck step takes from people of ours, as its statechart lists them there and around it.
 *
 * @param name a step, or the failure code of a payment
 */
export function waysOutOf(name: string): string[] {
  const node = nodeOf(name);
  if (node === undefined) throw new Error(`Nobody knows where ${name} is stuck.`);
  const taken = new Set(lineage(node).flatMap(({ config }) => Object.keys(config.on ?? {})));
  const ours = Object.entries(CATALOGUE).filter(
    ([type, { senders }]) => senders.length > 0 && presserOf(type) !== 'customer',
  );
  return ours.map(([type]) => type).filter((type) => taken.has(type));
}
