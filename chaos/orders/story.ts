import { setTimeout as pause } from 'node:timers/promises';
import type { Change } from '../../billing/facts/types';
import { TENANT } from '../../dev/stack/prepare-store';
import type { OrderDocument } from '../../schemas/orders/order';
import type { ChaosGateway } from '../stack/gateway';
import { putCustomer } from './facts';
import type { GoodClient } from './good-client';
import type { Command, Journal } from './journal';
import { CONDUCTS, type NextAct, usualDeed } from './kinds';
import type { PlannedOrder } from './plan';
import type { Support } from './support';

/** One order from its customer's side. */
export interface StoryOfOrder {
  planned: PlannedOrder;
  accountId: string;
  /** Null until the start was answered. */
  changeId: string | null;
  /** The terms wanted in the end. */
  wanted: Change[];
  /** As it was seen last. */
  order: OrderDocument | null;
  startedAt: number;
  /** Null while it goes on. */
  endedAt: number | null;
  /** Why nothing more is done about it although it is not over. */
  givenUp: string | null;
}

/** Those who take part in an order. */
export interface People {
  customer: GoodClient;
  contact: string;
  support: Support;
  gateway: ChaosGateway;
  journal: Journal;
}

/** An order looks at no more than a dozen; one that goes round and round is given up. */
const MOST_DEEDS = 60;
const LOOKS_AGAIN_AFTER_MS = 400;

export const storyOf = (planned: PlannedOrder): StoryOfOrder => ({
  planned,
  accountId: `acc_${planned.name}`,
  changeId: null,
  wanted: [],
  order: null,
  startedAt: Date.now(),
  endedAt: null,
  givenUp: null,
});

/** Lives an order through to its end, whatever becomes of the processes meanwhile. */
export async function live(story: StoryOfOrder, people: People): Promise<void> {
  story.startedAt = Date.now();
  try {
    await start(story, people);
    await untilOver(story, people);
  } catch (error) {
    story.givenUp = error instanceof Error ? error.message : String(error);
  }
  story.endedAt = Date.now();
}

async function start(story: StoryOfOrder, { customer, contact }: People): Promise<void> {
  const { planned, accountId } = story;
  const { card, isGerman = false, tierId = 'professional', subscriptions = 1, wish } = CONDUCTS[planned.kind];
  const subscriptionIds = Array.from({ length: subscriptions }, (_, index) => `sub_${planned.name}_${index + 1}`);
  const facts = { accountId, contact, subscriptionIds, tierId, isGerman, card: card?.(planned) ?? 'pm_ok' };
  await putCustomer(customer, facts);
  const terms = wish?.(planned) ?? { seats: planned.seats };
  story.wanted = subscriptionIds.map((subscriptionId) => ({ subscriptionId, ...terms }));
  const { status, told, changeId } = await customer.start({ changes: story.wanted });
  if (changeId === null || status >= 300) throw new Error(`the start was answered ${status} ${told.code}`);
  story.changeId = changeId;
}

async function untilOver(story: StoryOfOrder, people: People): Promise<void> {
  const { planned, changeId } = story;
  const done = new Map<string, number>();
  for (let deeds = 0; deeds < MOST_DEEDS; ) {
    const { order } = await people.customer.look(changeId ?? '');
    story.order = order;
    if (order.done) return;
    const deed = CONDUCTS[planned.kind].next?.(order, planned, done) ?? usualDeed(order);
    if (deed === null) {
      if (order.stuck !== null) await people.support.help(order);
      await pause(LOOKS_AGAIN_AFTER_MS, undefined, { signal: people.journal.deadline });
      continue;
    }
    if (deed.by === 'bank') {
      await confirm(deed.link, people);
      continue;
    }
    deeds += 1;
    await act(story, deed, people, done);
  }
  throw new Error(`it went round and round, at last in ${story.order?.state}`);
}

/** The bank's page is the gateway's, and may be away; a second confirmation of a payment changes nothing. */
async function confirm(link: string, { gateway, journal }: People): Promise<void> {
  await gateway.confirm(link).catch(() => undefined);
  await pause(LOOKS_AGAIN_AFTER_MS, undefined, { signal: journal.deadline });
}

async function act(
  story: StoryOfOrder,
  { by, event, shows, wait }: Extract<NextAct, { event: object }>,
  people: People,
  done: Map<string, number>,
): Promise<void> {
  const { planned } = story;
  const changeId = story.changeId ?? '';
  await pause(planned.thinks, undefined, { signal: people.journal.deadline });
  if (event.type === 'EDIT') story.wanted = story.wanted.map((change) => ({ ...change, seats: planned.seats }));
  if (event.type === 'PLACE_ORDER' && planned.kind === 'silent_gateway') await silence(changeId, people.gateway);
  const command: Command =
    by === 'agent' ? await people.support.act(changeId, event) : await people.customer.send(changeId, event, { wait });
  if (command.status < 300) done.set(event.type, (done.get(event.type) ?? 0) + 1);
  else await pause(LOOKS_AGAIN_AFTER_MS, undefined, { signal: people.journal.deadline });
  const hasEffect = (later: OrderDocument): boolean => isStuckSince(later, story.order?.sequence ?? 0) || shows(later);
  if (command.status === 200) command.hadEffect = hasEffect(command.told as OrderDocument);
  // Who sends something else meanwhile does not wait for it.
  if (command.settlesAt === null || wait !== undefined) return;
  const settled = await people.customer.settledAfter(command.settlesAt);
  command.hadEffect = settled && hasEffect(settled);
}

/** What got stuck on its way was taken, and support sees it. */
const isStuckSince = ({ stuck, sequence }: OrderDocument, before: number): boolean =>
  stuck !== null && sequence > before;

/** Its first charge is taken, and nobody is told. */
const silence = (changeId: string, gateway: ChaosGateway): Promise<void> =>
  gateway
    .script({ fault: 'timeout_after_commit', operation: 'charge', reference: `${TENANT}:${changeId}:charge:1` })
    .catch(() => undefined);
