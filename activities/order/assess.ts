import { DAY, SECOND } from '../../billing/calendar/durations';
import type { Account, Change, Refusal, Route } from '../../billing/facts/types';
import { present } from '../../billing/present';
import { type Assessment, hardestRoute, refusalOfAll, refusalOfSize } from '../../billing/quotes/assessment';
import type { FailureCode } from '../../machines/failure-codes';
import type {
  Accepted,
  AssessInput,
  AssessOutput,
  DroppedChange,
  VatOnOrder,
} from '../../machines/subscription-change/steps';
import type { Settings } from '../../store/facts/settings';
import type { Store } from '../../store/index';
import { isLost } from '../../workflows/contract';
import { knownActor } from '../shared/actors';
import { askedBy } from '../shared/asked';
import type { Tools } from '../shared/dependencies';
import { type ChangeFacts, homeOf, loadOrderFacts, type OrderFacts, subscriptionsOf } from '../shared/order-facts';
import { assessOne, laterDay } from '../shared/rules';
import { isNumberNeeded, numberOnFile, unaskedNumber } from '../vat/verification';
import { quote } from './quote';

/**
 * May this customer change these subscriptions like this, and who serves them? An accepted change claims every
 * subscription it is about. The first attempt of a visit decides, and every other attempt gives its answer.
 */
export async function assess(tools: Tools, input: AssessInput): Promise<AssessOutput> {
  const { store, clock, pauseAt } = tools;
  const { tenantId, changeId, visit } = input;
  const [facts, actor] = await Promise.all([
    loadOrderFacts(store, input, input.changes),
    knownActor(store, input, input.actor),
  ]);
  const verdict = judge(facts, { ...input, actor }, clock().toISOString());
  const computed = 'refusal' in verdict ? refuse(verdict.refusal) : await claimAll(tools, input, facts, verdict);
  await pauseAt('assess:decided');
  const { actor: asker, changes, effective, deferralIsAgreed, leavesOutStale } = input;
  const step = `assess:${askedBy({ asker, changes, effective, deferralIsAgreed, leavesOutStale })}`;
  const answer = await store.answers.settle({ tenantId, changeId, step, visit }, computed, clock());
  if (answer.accepted) {
    if (visit > 1) await store.subscriptions.dropOtherClaims(input, subscriptionIds(kept(input, answer.dropped)));
  } else if (computed.accepted || computed.refusal.code === 'change_in_progress') {
    await undoClaims(store, input);
  }
  return answer.accepted && isReadyToQuote(input, answer) ? quotedAtOnce(tools, input, answer, facts) : answer;
}

/** A first quote that waits for nothing: no older order to be told, no number to be confirmed. */
const isReadyToQuote = ({ visit }: AssessInput, { supersedes, vatToConfirm, dropped }: Accepted): boolean =>
  visit === 1 && supersedes.length === 0 && vatToConfirm === undefined && dropped === undefined;

const FIRST_QUOTE = {
  includesCart: false,
  waitedFor: null,
  vatItem: null,
  previousDue: null,
  previousQuoteId: null,
};

/**
 * Prices the change in the same breath and from the same facts, which saves a step. Where that fails, pricing is a step of
 * its own, and says why it gets stuck.
 */
async function quotedAtOnce(
  tools: Tools,
  input: AssessInput,
  answer: Accepted,
  facts: OrderFacts,
): Promise<AssessOutput> {
  try {
    await tools.pauseAt('assess:pricing');
    const priced = await quote(tools, { ...input, ...FIRST_QUOTE, vat: answer.vat }, facts);
    return 'refusal' in priced ? answer : { ...answer, priced };
  } catch {
    return answer;
  }
}

interface Verdict {
  account: Account;
  route: Route;
  /** The changes left out of the order; never all of them. */
  dropped: DroppedChange[];
}

function judge(facts: OrderFacts, input: AssessInput, asOf: string): { refusal: Refusal } | Verdict {
  const { account } = facts;
  const refusal = refusalOfAll(input.changes);
  if (refusal) return { refusal };
  if (!account) return { refusal: notFound(input.changes[0]?.subscriptionId ?? '') };
  const tooLarge = refusalOfSize(subscriptionsOf(facts), facts.cart);
  if (tooLarge) return { refusal: tooLarge };
  const routes: Route[] = [];
  const dropped: DroppedChange[] = [];
  for (const changeFacts of facts.changes) {
    const assessment = judgeOne(changeFacts, facts, input, asOf);
    if (assessment.ok) routes.push(assessment.route);
    else dropped.push({ change: changeFacts.change, refusal: assessment.refusal });
  }
  const [first] = dropped;
  const isRefused = first !== undefined && (routes.length === 0 || input.leavesOutStale !== true);
  return isRefused ? { refusal: first.refusal } : { account, route: hardestRoute(routes), dropped };
}

const notFound = (subscriptionId: string): Refusal => ({ code: 'subscription_not_found', facts: { subscriptionId } });

function judgeOne(changeFacts: ChangeFacts, facts: OrderFacts, input: AssessInput, asOf: string): Assessment {
  const { actor, changeId, leavesOutStale } = input;
  const { openChange, agreed } = changeFacts.held ?? {};
  const assessment = assessOne(changeFacts, facts, { actor, asOf, ...laterDay(input, facts) });
  // Looking again takes nothing back that a newer order took over, where there is something else to go on with. What is agreed is
  // not taken by whoever opens another change beside it.
  const isOthers = openChange && openChange.changeId !== changeId && agreed?.changeId !== changeId;
  const isTaken = leavesOutStale && facts.changes.length > 1 && isOthers;
  if (!assessment.ok || !isTaken) return assessment;
  const { subscriptionId } = changeFacts.change;
  return {
    ok: false,
    refusal: { code: 'change_in_progress', facts: { subscriptionId, openChangeId: openChange.changeId } },
  };
}

const refuse = (refusal: Refusal) => ({ accepted: false, refusal }) as const satisfies AssessOutput;

async function claimAll(
  tools: Tools,
  input: AssessInput,
  facts: OrderFacts,
  { account, route, dropped }: Verdict,
): Promise<AssessOutput> {
  const { store, clock, pauseAt } = tools;
  const { tenantId, changeId, visit } = input;
  const { settings, cart } = facts;
  const askedAt = input.askedAt === undefined ? null : new Date(input.askedAt);
  const supersedes = new Set<string>();
  for (const subscriptionId of subscriptionIds(kept(input, dropped))) {
    const sameMoment = settings.sameMomentSeconds * SECOND;
    const claim = { tenantId, subscriptionId, changeId, visit, now: clock(), askedAt, sameMoment };
    const result = await store.subscriptions.claim(claim);
    if (result.status === 'not_found') return refuse(notFound(subscriptionId));
    if (result.status !== 'claimed') {
      const openChangeId = result.status === 'in_progress' ? result.openChangeId : changeId;
      const because = await whyItStands(store, tenantId, openChangeId);
      return refuse({ code: 'change_in_progress', facts: { subscriptionId, openChangeId, ...because } });
    }
    for (const older of result.supersedes) supersedes.add(older);
    await pauseAt('assess:claimed');
  }
  const answer = present({
    route,
    cartHoldsItems: (cart?.items.length ?? 0) > 0,
    paymentMethod: account.paymentMethod ?? null,
    ...(await vatOnFile(store, { account, settings }, clock())),
    vatPolicy: settings.vatPolicy,
    home: homeOf(account),
    terms: termsOf(facts, dropped),
    supersedes: [...supersedes],
    dropped: dropped.length > 0 ? dropped : undefined,
  });
  return { accepted: true, ...answer };
}

/** An order that has lost its workflow is not waited for: support has to end it. */
async function whyItStands({ orders }: Store, tenantId: string, changeId: string): Promise<{ because?: FailureCode }> {
  const order = await orders.find(tenantId, changeId);
  return order !== null && isLost(order) ? { because: 'workflow_lost' } : {};
}

/**
 * A number on file counts once a register has confirmed it, and not for ever: one that was never confirmed, or too long ago, is
 * asked about first. One that the VAT does not depend on is kept as it is.
 */
async function vatOnFile(
  store: Store,
  buyer: { account: Account; settings: Settings },
  now: Date,
): Promise<{ vat: VatOnOrder | null; vatToConfirm?: string }> {
  const { account, settings } = buyer;
  const { tenantId, accountId } = account;
  const number = numberOnFile(account);
  if (number === null) return { vat: null };
  if (!isNumberNeeded(buyer, now)) return { vat: unaskedNumber(number) };
  const evidence = await store.vatEvidence.latestValid(tenantId, accountId, number);
  const goodFor = settings.vatConfirmationDays * DAY;
  if (evidence === null || evidence.at.getTime() < now.getTime() - goodFor) return { vat: null, vatToConfirm: number };
  return { vat: { number, status: 'valid', evidenceId: evidence.evidenceId } };
}

async function undoClaims(store: Store, input: AssessInput): Promise<void> {
  const { tenantId } = input;
  for (const subscriptionId of subscriptionIds(input.changes)) {
    await store.subscriptions.undoClaim({ tenantId, subscriptionId }, input);
  }
}

/** Always in the same order, so that two orders for the same subscriptions meet at the first of them. */
const subscriptionIds = (changes: readonly Change[]): string[] =>
  [...new Set(changes.map(({ subscriptionId }) => subscriptionId))].sort();

/** An agreement covers a change of exactly this; that a period went by is not what somebody agreed to. */
const termsOf = ({ changes }: OrderFacts, dropped: readonly DroppedChange[]): string =>
  changes
    .filter(({ change }) => !dropped.some((one) => one.change.subscriptionId === change.subscriptionId))
    .flatMap(({ held }) => (held ? [held.subscription] : []))
    .map(({ subscriptionId, tierId, seats, frequency }) => [subscriptionId, tierId, seats, frequency].join(','))
    .sort()
    .join(';');

const kept = ({ changes }: AssessInput, dropped: readonly DroppedChange[] = []): Change[] =>
  changes.filter(({ subscriptionId }) => !dropped.some(({ change }) => change.subscriptionId === subscriptionId));
