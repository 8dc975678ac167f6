import { type Readership, readableAmount } from '../../billing/explanation/messages';
import type { Account, BilledLine } from '../../billing/facts/types';
import type { LedgerPosting } from '../../billing/ledger/ledger';
import { compare, negate } from '../../billing/money/amounts';
import { present } from '../../billing/present';
import { billedLineIdOf } from '../../billing/quotes/subscription-after';
import type { Quote } from '../../billing/quotes/types';
import { creditForVat } from '../../billing/quotes/vat-credit';
import type { FailureCode } from '../../machines/failure-codes';
import type { FollowUpVatInput } from '../../machines/subscription-change/steps';
import type { Settings } from '../../store/facts/settings';
import type { QuoteRecord } from '../../store/money/quotes';
import type { TaxAmendment } from '../../store/money/tax-amendments';
import type { StoredGrant } from '../../store/support/grants';
import { decideVat } from '../../tax/decision';
import type { TaxDecision, VatStatus } from '../../tax/decision-types';
import { parseVatNumber } from '../../tax/vat-number';
import {
  type OrderView,
  TASK_QUEUE,
  VAT_WORKFLOW,
  type VatCreditEnd,
  type VatCreditInput,
  type VatFollowUpInput,
  vatWorkflowId,
} from '../../workflows/contract';
import type { LaterVatAnswer } from '../contract';
import { mail } from '../mail/outbox';
import type { Tools } from '../shared/dependencies';
import { lasting, lastingCodeOf, passing } from '../shared/failures';
import { postToLedger } from '../shared/holds';
import { buyerOf } from '../shared/order-facts';
import { openItem, refundRequest, vatNotVerified, vatNotVerifiedKey } from '../shared/support-items';
import { ACCEPTED_ON_EVIDENCE, askRegister, holdOn, vatStatusOf } from './verification';

/** An order, and the check of its number that is acted on. */
interface CheckedOrder {
  order: VatFollowUpInput;
  evidenceId: string;
}

/** Starts the follow-up of an order, once: its id is the order's. */
export async function followUpVat({ store, temporalClient }: Tools, input: FollowUpVatInput): Promise<void> {
  const { tenantId, accountId, changeId, quoteId, vatNumber } = input;
  const { vatRecheckDelays: delays } = await store.settings.read(tenantId);
  const start: VatFollowUpInput = { tenantId, accountId, changeId, quoteId, vatNumber, delays };
  await temporalClient.workflow
    .start(VAT_WORKFLOW, {
      workflowId: vatWorkflowId(tenantId, changeId),
      taskQueue: TASK_QUEUE,
      args: [start],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
    })
    .catch((error: unknown) => {
      if (!(error instanceof Error && error.name === 'WorkflowExecutionAlreadyStartedError')) throw error;
    });
}

/** Asks the register once more about the number of an order that was made. */
export async function checkVatAgain(
  tools: Tools,
  { order, attempt }: { order: VatFollowUpInput; attempt: number },
): Promise<LaterVatAnswer> {
  const { account, settings } = await factsOf(tools, order);
  const { changeId, vatNumber: typed } = order;
  const number = parseVatNumber(typed);
  if (!number.ok) throw lasting('VatNumberUnreadable', 'The VAT number of the order cannot be read.');
  const evidenceId = `${changeId}:vat-later:${attempt}`;
  const check = { ...order, visit: attempt, evidenceId, typed, number, account, settings };
  const doc = await askRegister(tools, check);
  if (doc.outcome === 'valid') return { status: 'valid', evidenceId };
  if (doc.outcome === 'invalid') return { status: 'invalid', evidenceId };
  const hold = holdOn(doc, account, settings);
  return { status: 'unverifiable', code: hold?.code ?? doc.code ?? 'unknown', retry: hold?.retry ?? doc.retry };
}

/**
 * Gives back the VAT of an order whose number was confirmed later: the billed lines carry the new treatment from here
 * on, the credit note stands beside the order's tax record, the ledger has it once, and the customer is told.
 */
export async function creditVat(tools: Tools, checked: CheckedOrder): Promise<void> {
  await credited(tools, checked);
}

/** @returns what it came to; an amount of 0 where nothing was left to give back */
async function credited(tools: Tools, { order, evidenceId }: CheckedOrder): Promise<TaxAmendment> {
  const { store, clock } = tools;
  const { tenantId, accountId, changeId } = order;
  const { account, settings, record } = await factsOf(tools, order);
  const amendmentId = amendmentOf(order);
  let credit = await store.taxAmendments.find(tenantId, amendmentId);
  if (!credit) {
    const decision = await decideAgain(tools, order, record, evidenceId);
    if (decision.percent === null) throw lasting('VatStillHeld', 'The tax rules still hold the number.');
    const later = await putLinesRight(tools, order, record.quote, decision);
    const { amount, lines } = creditForVat(record.quote, later, decision.percent);
    const { quoteId } = order;
    const { currency } = record.quote;
    const amendment = { amendmentId, accountId, changeId, quoteId, taxDecision: decision, amount, currency, lines };
    credit = await store.taxAmendments.settle({ tenantId, ...amendment, at: clock() });
  }
  await enterCredit(tools, order, record.quote, credit, settings);
  if (compare(credit.amount, '0') === 0) return credit;
  const { amount, currency } = credit;
  await mail(tools, account, {
    key: `${changeId}:vat-credited`,
    kind: 'vatCredited',
    changeId,
    facts: () => ({ way: isPaidBack(settings) ? 'refund' : 'balance', kind: treatedAs(credit) }),
    amount: (reader) => ({ word: 'credited', text: readableAmount(amount, currency, reader) }),
  });
  return credit;
}

/** Credits the VAT on the word of two persons, as if the register had confirmed the number; the record says that they did. */
export async function creditVatByHand(tools: Tools, input: VatCreditInput): Promise<VatCreditEnd> {
  const { store, clock } = tools;
  const { order, grantId } = input;
  const grant = await store.grants.find(order.tenantId, grantId);
  if (!isAgreed(grant, input)) {
    await factsOf(tools, order);
    return { outcome: 'refused' };
  }
  try {
    await factsOf(tools, order);
    const number = parseVatNumber(order.vatNumber);
    if (!number.ok) return await refused(tools, input, 'VatNumberUnreadable');
    if (!(await store.grants.use(grant, `${order.changeId}:CREDIT_VAT`, clock())))
      return await refused(tools, input, 'not_agreed');
    await settleOnEvidence(tools, input, number.canonical);
    const { amount, currency } = await credited(tools, { order, evidenceId: grantId });
    await store.supportItems.close(order.tenantId, vatNotVerifiedKey(order.changeId));
    await note(tools, input, 'credited', { amount, currency });
    return { outcome: 'credited' };
  } catch (error) {
    const because = lastingCodeOf(error);
    if (because !== null) await refused(tools, input, because);
    throw error;
  }
}

function isAgreed(grant: StoredGrant | null, { order, evidence }: VatCreditInput): grant is StoredGrant {
  if (grant?.changeId !== order.changeId || grant.eventType !== 'CREDIT_VAT') return false;
  return grant.evidence === evidence && grant.approvedBy !== null && grant.approvedBy !== grant.requestedBy;
}

async function refused(
  tools: Tools,
  input: VatCreditInput,
  because: FailureCode | 'not_agreed',
): Promise<VatCreditEnd> {
  await note(tools, input, because, { because });
  return { outcome: 'refused' };
}

/** The outcome, on the record of the order; the door has written who agreed on it, and why. */
async function note(
  { store, clock }: Tools,
  { order: { tenantId, changeId }, grantId }: VatCreditInput,
  end: string,
  facts: Record<string, string>,
): Promise<void> {
  await store.audit.append({
    tenantId,
    entryId: `credit-vat:${grantId}:${end}`,
    at: clock(),
    actorId: 'vat-credit',
    role: 'system',
    action: end === 'credited' ? 'CREDIT_VAT:outcome' : 'CREDIT_VAT:refused',
    changeId,
    facts: { grantId, ...facts },
  });
}

/** What two persons accepted stands where the answer of a register would. */
async function settleOnEvidence(
  { store, clock }: Tools,
  { order, grantId, evidence }: VatCreditInput,
  vatNumber: string,
): Promise<void> {
  const { tenantId, accountId, changeId, vatNumber: typed } = order;
  const at = clock();
  await store.vatEvidence.settle({
    tenantId,
    accountId,
    evidenceId: grantId,
    changeId,
    visit: 0,
    typed,
    vatNumber,
    at,
    outcome: 'unverifiable',
    code: ACCEPTED_ON_EVIDENCE,
    registerCode: null,
    retry: false,
    evidence: {
      register: 'none',
      vatNumber,
      requester: null,
      checkedAt: at.toISOString(),
      consultationNumber: null,
      requestDate: null,
      traderName: null,
      traderAddress: null,
      traderMatches: {},
      httpStatus: null,
      rawAnswer: evidence,
      isRawAnswerCut: false,
      clientVersion: 'avenant-support/1',
    },
  });
}

/** The register does not know the number: the VAT stands, which is put on record, and the customer is told. */
export async function keepVat(tools: Tools, { order, evidenceId }: CheckedOrder): Promise<void> {
  const { store, clock } = tools;
  const { tenantId, accountId, changeId, quoteId } = order;
  const { account, record } = await factsOf(tools, order);
  const taxDecision = await decideAgain(tools, order, record, evidenceId);
  const { currency, vat } = record.quote;
  await store.taxAmendments.settle({
    tenantId,
    amendmentId: amendmentOf(order),
    accountId,
    changeId,
    quoteId,
    taxDecision,
    amount: '0',
    currency,
    lines: [],
    at: clock(),
  });
  await mail(tools, account, {
    key: `${changeId}:vat-kept`,
    kind: 'vatKept',
    changeId,
    ...(compare(vat, '0') > 0 && {
      amount: (reader: Readership) => ({ word: 'kept', text: readableAmount(vat, currency, reader) }),
    }),
  });
}

/** Hands a number that could not be checked after the order either over to a person. */
export async function escalateVatFollowUp(
  tools: Tools,
  { order, code, attempts }: { order: VatFollowUpInput; code: string; attempts: number },
): Promise<void> {
  const { tenantId, changeId } = order;
  const { record } = await factsOf(tools, order);
  await openItem(tools, tenantId, vatNotVerified(changeId, record.quote, { code, attempts }));
}

const amendmentOf = ({ changeId }: VatFollowUpInput): string => `${changeId}:vat-later`;

/**
 * What an order itself says of its VAT. Whoever reaches Temporal could start a follow-up of any order with any number, so nothing
 * counts but the order's own record: it was made, and VAT was charged in this quote on this number, which nobody could check.
 *
 * @throws ApplicationFailure `VatNotCharged` where it says otherwise, `OrderNotShown` while it is not written down yet that it was made
 */
async function factsOf(
  { store }: Tools,
  { tenantId, accountId, changeId, quoteId, vatNumber }: VatFollowUpInput,
): Promise<{ account: Account; settings: Settings; record: QuoteRecord }> {
  const [buyer, record, order] = await Promise.all([
    buyerOf(store, { tenantId, accountId }),
    store.quotes.find(tenantId, quoteId),
    store.orders.find(tenantId, changeId),
  ]);
  if (!record) throw lasting('QuoteGone', 'The quote of the order does not exist any more.');
  const { quote, vat } = order?.details ?? {};
  const isOfOrder = record.changeId === changeId && record.accountId === accountId;
  const isCharged = quote?.quoteId === quoteId && vat?.number === vatNumber && vat.chargedMeanwhile === true;
  if (!isOfOrder || order === null || (isOver(order) && !isMade(order))) throw notCharged();
  // A follow-up starts before the order comes to rest, and is written down only then.
  if (!isMade(order)) throw passing('OrderNotShown', 'It is not written down yet that the order was made.');
  if (!isCharged) throw notCharged();
  return { ...buyer, record };
}

const notCharged = () => lasting('VatNotCharged', 'The order was not charged with VAT on this number.');
const isMade = ({ tags }: OrderView): boolean => tags.includes('committed');
const isOver = ({ status }: OrderView): boolean => status !== 'active';

/** The order's own decision once more, of its own day and facts, with what is known of the number now. */
async function decideAgain(
  { store }: Tools,
  { tenantId, changeId }: VatFollowUpInput,
  { taxDecision }: QuoteRecord,
  evidenceId: string,
): Promise<TaxDecision> {
  const evidence = await store.vatEvidence.find(tenantId, evidenceId);
  if (evidence?.changeId !== changeId)
    throw lasting('EvidenceGone', 'The check of the VAT number does not exist any more.');
  const { input } = taxDecision as TaxDecision;
  const vat: VatStatus = vatStatusOf(evidence);
  return decideVat({ ...input, vat });
}

/** Later credits of these lines carry the new treatment. @returns quotes of the orders that credited them before that */
async function putLinesRight(
  { store }: Tools,
  { tenantId, changeId }: VatFollowUpInput,
  quote: Quote,
  { rule, kind, taxCountry, percent, mention, evidenceId }: TaxDecision,
): Promise<Quote[]> {
  const ours = new Set(quote.lines.map((line) => billedLineIdOf(line, quote)));
  const treatment = present({
    rule,
    kind,
    country: taxCountry ?? '',
    mention: mention ?? undefined,
    evidenceId: evidenceId ?? undefined,
  });
  const amend = (line: BilledLine): BilledLine =>
    !ours.has(line.lineId) || line.vatTreatment?.evidenceId === evidenceId
      ? line
      : { ...line, vatPercent: percent ?? line.vatPercent, vatTreatment: treatment };
  const later: Quote[] = [];
  for (const { subscriptionId } of quote.changes) {
    const amended = await store.subscriptions.amendBilledLines({ tenantId, subscriptionId, changeId }, amend);
    if (amended.status === 'reserved') throw passing('SubscriptionReserved', 'An order is being placed on it.');
    if (amended.status === 'not_found') continue;
    for (const laterId of amended.laterChangeIds) {
      const applied = (await store.quotes.listOfChange(tenantId, laterId)).at(-1);
      if (applied && !later.some(({ quoteId }) => quoteId === applied.quoteId)) later.push(applied.quote);
    }
  }
  return later;
}

const isPaidBack = ({ negativeTotal }: Settings): boolean => negativeTotal === 'refund_request';
const treatedAs = ({ taxDecision }: TaxAmendment): string => (taxDecision as TaxDecision).kind;

/** To the balance, or set aside for a person to pay it back: as the seller treats every negative total. */
async function enterCredit(
  tools: Tools,
  order: VatFollowUpInput,
  quote: Quote,
  { amount, currency, amendmentId }: TaxAmendment,
  settings: Settings,
): Promise<void> {
  if (compare(amount, '0') === 0) return;
  const { store, clock } = tools;
  const { tenantId, accountId, changeId } = order;
  const credit: LedgerPosting = { reference: `${amendmentId}:credit`, kind: 'vat_credit', amount, currency };
  const refund: LedgerPosting = {
    reference: `${amendmentId}:refund`,
    kind: 'refund',
    amount: negate(amount, currency),
    currency,
  };
  const visit = { tenantId, accountId, changeId, visit: 0 };
  await postToLedger(store, visit, isPaidBack(settings) ? [credit, refund] : [credit], currency, clock());
  if (isPaidBack(settings)) await openItem(tools, tenantId, refundRequest(amendmentId, changeId, quote, amount));
}
