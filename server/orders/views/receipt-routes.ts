import type { Logger } from 'pino';
import type { Account } from '../../../billing/facts/types';
import { present } from '../../../billing/present';
import { billedLineIdOf } from '../../../billing/quotes/subscription-after';
import type { Quote } from '../../../billing/quotes/types';
import { ROLES } from '../../../machines/events';
import { PapersOverloaded, type Workshop } from '../../../papers/workshop';
import { isUnshown } from '../../../receipts/logo';
import { type Receipt, receiptOf } from '../../../receipts/receipt';
import { receiptHtml } from '../../../receipts/receipt-html';
import { receiptText } from '../../../receipts/receipt-text';
import { readersOf } from '../../../schemas/api/readers';
import { ChangePathSchema } from '../../../schemas/orders/order';
import { chargedKind } from '../../../store/money/payments';
import type { OrderView } from '../../../workflows/contract';
import { type Answer, type Handled, type MountedOperation, operation } from '../../api/operation';
import { policyOfPage } from '../../http/content-policy';
import { Problem } from '../../http/problem';
import { textsOf } from '../../http/texts';
import type { AuditTrail } from '../../identity/audit-trail';
import type { ServerStore } from '../../ports';
import { type Reader, readerOf } from '../quotes/reader';
import type { VisibleOrders } from './visible-orders';

const FORMATS = ['text/html', 'application/pdf', 'text/plain'] as const;

/** Of the longest receipt as a page; a PDF takes as much for its fonts and each leaf. */
const MOST_BYTES = 1024 * 1024;

interface ReceiptParts
  extends Pick<ServerStore, 'accounts' | 'payments' | 'settings' | 'subscriptions' | 'taxAmendments'> {
  visible: VisibleOrders;
  trail: AuditTrail;
  workshop: Workshop;
  logger: Pick<Logger, 'warn'>;
}

/** The receipt of an order, in the language asked for. */
export const receiptRoutes = (parts: ReceiptParts): MountedOperation[] => [
  operation('Changes', 'GET /v1/changes/{changeId}/receipt', {
    id: 'getReceipt',
    summary: 'Get the receipt of an order that took effect, as HTML, PDF or text',
    description:
      'The Accept header chooses the format (HTML unless another one is named), Accept-Language the language.',
    roles: ROLES,
    params: ChangePathSchema,
    answers: { 200: { description: 'The receipt.', media: FORMATS, mostBytes: MOST_BYTES } },
    async handle(call): Promise<Handled> {
      const { changeId } = call.params;
      const found = await parts.visible.allowed(call, changeId, 'view');
      const format = call.accepts(FORMATS);
      if (format === null) throw new Problem('not_acceptable');
      const receipt = await receiptFor(parts, found, await readerOf(parts.accounts, call, found.details));
      await parts.trail.noteOrderRead(call, changeId, 'receipt');
      return answerOf(parts.workshop, receipt, format);
    },
  }),
];

/**
 * A receipt tells its reader no more than the order does.
 *
 * @throws Problem 409 `receipt_not_ready` for an order that has not taken effect
 */
async function receiptFor(
  parts: ReceiptParts,
  { details, state, tags }: OrderView,
  { locale, role }: Reader,
): Promise<Receipt> {
  const { changeId, tenantId, accountId, quote, agreement, vat } = details;
  const { accounts, payments, settings, taxAmendments, logger } = parts;
  const hasTakenEffect = tags.includes('committed');
  if (!hasTakenEffect || quote === null) throw new Problem('receipt_not_ready', { extra: { changeId, state } });
  const [account, { seller, branding }, calls, amendments, invoiceNumbers] = await Promise.all([
    accounts.find(tenantId, accountId),
    settings.read(tenantId),
    payments.listOfChange(tenantId, changeId),
    taxAmendments.listOfChange(tenantId, changeId),
    invoiceNumbersOf(parts.subscriptions, tenantId, quote),
  ]);
  if (account === null) throw new Problem('not_found');
  if (isUnshown(branding.logo)) logger.warn({ tenantId, code: 'logo_unreadable' }, 'a receipt has no logo');
  const vatCredits = amendments.map(({ at, amount }) => ({ at: at.toISOString(), amount }));
  const sees = (field: string): boolean => readersOf('Order', field)?.includes(role) === true;
  const vatNumber = sees('vat.number') ? (vat?.number ?? null) : null;
  const purchaseOrder = sees('agreement.purchaseOrder') ? (agreement?.purchaseOrder ?? null) : null;
  const facts = {
    changeId,
    account: sees('vat.number') ? account : withoutAddress(account),
    seller,
    branding,
    quote,
    purchaseOrder,
    vatNumber,
    methodKind: chargedKind(calls),
    invoiceNumbers,
    vatCredits,
  };
  return receiptOf(facts, { locale, timeZone: account.timeZone, texts: textsOf(locale) });
}

/** Of the lines that the order billed, as the system of record has brought them in since. */
async function invoiceNumbersOf(
  subscriptions: ReceiptParts['subscriptions'],
  tenantId: string,
  quote: Quote,
): Promise<string[]> {
  const billed = new Set(quote.lines.map((line) => billedLineIdOf(line, quote)));
  const changed = await Promise.all(
    quote.changes.map(({ subscriptionId }) => subscriptions.find({ tenantId, subscriptionId })),
  );
  const lines = changed.flatMap((subscription) => subscription?.billedLines ?? []);
  return [
    ...new Set(
      lines.flatMap(({ lineId, invoiceNumber }) => (invoiceNumber && billed.has(lineId) ? [invoiceNumber] : [])),
    ),
  ];
}

const withoutAddress = ({ accountId, companyName }: Account): Pick<Account, 'accountId' | 'companyName'> =>
  present({ accountId, companyName });

async function answerOf(workshop: Workshop, receipt: Receipt, format: (typeof FORMATS)[number]): Promise<Answer> {
  const headers = { 'Cache-Control': 'private, no-store', Vary: 'Accept, Accept-Language' };
  switch (format) {
    case 'text/html': {
      const body = receiptHtml(receipt);
      const withPolicy = { ...headers, 'Content-Security-Policy': policyOfPage(body) };
      return { status: 200, headers: withPolicy, mediaType: 'text/html; charset=utf-8', body };
    }
    case 'text/plain':
      return { status: 200, headers, mediaType: 'text/plain; charset=utf-8', body: receiptText(receipt) };
    case 'application/pdf':
      return { status: 200, headers, mediaType: 'application/pdf', body: await pdfOf(workshop, receipt) };
  }
}

/** @throws Problem 503 `overloaded` when too many wait, or it takes too long */
async function pdfOf(workshop: Workshop, receipt: Receipt): Promise<Buffer> {
  try {
    return await workshop.receiptAsPdf(receipt);
  } catch (cause) {
    if (!(cause instanceof PapersOverloaded)) throw cause;
    throw new Problem('overloaded', { headers: { 'Retry-After': '5' }, cause });
  }
}
