import { assessChange, hardestRoute } from '../billing/assessment';
import type { Account, Refusal, Route } from '../billing/types';
import type { AssessInput, AssessOutput, OrderSteps, VatOnOrder } from '../machines/subscription-change/steps';
import type { Store } from '../store/connection';
import { parseVatNumber } from '../tax/vat-number';
import type { Tools } from './dependencies';
import { loadOrderFacts, type OrderFacts } from './order-facts';

/**
 * May this customer change these subscriptions like this, and who serves them? An accepted change claims every
 * subscription it is about. The first attempt of a visit decides, and every other attempt gives its answer.
 */
export function assessing(tools: Tools): Pick<OrderSteps, 'assess'> {
  return { assess: (input) => assess(tools, input) };
}

async function assess(tools: Tools, input: AssessInput): Promise<AssessOutput> {
  const { store, clock, pauseAt } = tools;
  const { tenantId, changeId, visit } = input;
  const facts = await loadOrderFacts(store, input, input.changes);
  const verdict = judge(facts, input, clock().toISOString());
  const computed = 'refusal' in verdict ? refuse(verdict.refusal) : await claimAll(tools, input, facts, verdict.route);
  await pauseAt('assess:decided');
  const answer = await store.answers.settle({ tenantId, changeId, step: 'assess', visit }, computed, clock());
  if (answer.accepted) {
    if (visit > 1) await store.subscriptions.dropOtherClaims(input, subscriptionIds(input));
  } else if (computed.accepted || computed.refusal.code === 'change_in_progress') {
    await undoClaims(store, input);
  }
  return answer;
}

function judge(facts: OrderFacts, input: AssessInput, asOf: string): { refusal: Refusal } | { route: Route } {
  const { account, cart } = facts;
  const routes: Route[] = [];
  for (const { change, held, product } of facts.changes) {
    if (!account || !held || !product) {
      return { refusal: { code: 'subscription_not_found', facts: { subscriptionId: change.subscriptionId } } };
    }
    const { subscription } = held;
    const { actor } = input;
    const cartFacts = cart && cart.items.length > 0 ? { cart } : {};
    const assessment = assessChange({ account, subscription, product, change, actor, asOf, ...cartFacts });
    if (!assessment.ok) return { refusal: assessment.refusal };
    routes.push(assessment.route);
  }
  return { route: hardestRoute(routes) };
}

const refuse = (refusal: Refusal): AssessOutput => ({ accepted: false, refusal });

async function claimAll(tools: Tools, input: AssessInput, facts: OrderFacts, route: Route): Promise<AssessOutput> {
  const { store, clock, pauseAt } = tools;
  const { tenantId, changeId, visit } = input;
  const { settings, account, cart } = facts;
  const supersedes = new Set<string>();
  for (const subscriptionId of subscriptionIds(input)) {
    const sameMoment = settings.sameMomentSeconds * 1_000;
    const claim = { tenantId, subscriptionId, changeId, visit, now: clock(), sameMoment };
    const result = await store.subscriptions.claim(claim);
    if (result.status === 'not_found') return refuse({ code: 'subscription_not_found', facts: { subscriptionId } });
    if (result.status !== 'claimed') {
      const openChangeId = result.status === 'in_progress' ? result.openChangeId : changeId;
      return refuse({ code: 'change_in_progress', facts: { subscriptionId, openChangeId } });
    }
    for (const older of result.supersedes) supersedes.add(older);
    await pauseAt('assess:claimed');
  }
  return {
    accepted: true,
    route,
    cartHoldsItems: (cart?.items.length ?? 0) > 0,
    paymentMethod: account?.paymentMethod ?? null,
    vat: account && (await vatOnFile(store, account)),
    vatPolicy: settings.vatPolicy,
    supersedes: [...supersedes],
  };
}

/** A number on file counts once a register has confirmed it; before that it is as good as none. */
async function vatOnFile(store: Store, { tenantId, accountId, vatNumber }: Account): Promise<VatOnOrder | null> {
  const parsed = vatNumber === undefined ? null : parseVatNumber(vatNumber);
  if (!parsed?.ok) return null;
  const evidence = await store.vatEvidence.latestValid(tenantId, accountId, parsed.canonical);
  return evidence && { number: parsed.canonical, status: 'valid', evidenceId: evidence.evidenceId };
}

async function undoClaims(store: Store, input: AssessInput): Promise<void> {
  const { tenantId } = input;
  for (const subscriptionId of subscriptionIds(input)) {
    await store.subscriptions.undoClaim({ tenantId, subscriptionId }, input);
  }
}

/** Always in the same order, so that two orders for the same subscriptions meet at the first of them. */
const subscriptionIds = ({ changes }: AssessInput): string[] =>
  [...new Set(changes.map(({ subscriptionId }) => subscriptionId))].sort();
