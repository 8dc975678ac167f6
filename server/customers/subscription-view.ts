import { localDate } from '../../billing/calendar/calendar';
import { statusOn } from '../../billing/calendar/status';
import { findTier } from '../../billing/catalog/catalog';
import { explain } from '../../billing/explanation/explanation';
import { termsAfter } from '../../billing/facts/terms';
import type { Account, Locale, NoBillReason, Product } from '../../billing/facts/types';
import { present } from '../../billing/present';
import { nextBillOf, withVat } from '../../billing/quotes/next-bill';
import type { Settings } from '../../store/facts/settings';
import type { HeldSubscription } from '../../store/facts/subscriptions';
import type { OrderView } from '../../workflows/contract';
import { text, textsOf } from '../http/texts';
import { confirmedVatOf, vatTreatmentOf } from '../orders/quotes/vat-treatment';
import { headlineOf, type ListReader } from '../orders/views/headline';
import type { ServerStore } from '../ports';
import { newSeatsOf } from './new-seats';

export interface SubscriptionSources extends Pick<ServerStore, 'products' | 'orders' | 'settings' | 'vatEvidence'> {}

interface Look extends ListReader {
  account: Account;
  at: Date;
}

/** What is the same for all subscriptions of an account. */
interface AccountLook extends Look {
  settings: Settings;
  confirmedVat: Awaited<ReturnType<typeof confirmedVatOf>>;
}

/** Subscriptions of one account, each with what its customer asks of it: its names, its seats, its next bill, what is under way. */
export async function subscriptionViews(sources: SubscriptionSources, held: readonly HeldSubscription[], look: Look) {
  const { account } = look;
  const [products, settings, confirmedVat] = await Promise.all([
    productsOf(sources.products, account.tenantId, held),
    sources.settings.read(account.tenantId),
    confirmedVatOf(sources.vatEvidence, account),
  ]);
  const known: AccountLook = { ...look, settings, confirmedVat };
  return Promise.all(
    held.map((one) => viewOf(sources.orders, one, products.get(one.subscription.productId) ?? null, known)),
  );
}

async function productsOf(products: ServerStore['products'], tenantId: string, held: readonly HeldSubscription[]) {
  const ids = [...new Set(held.map(({ subscription }) => subscription.productId))];
  const found = await Promise.all(ids.map((productId) => products.find(tenantId, productId)));
  return new Map(found.flatMap((product) => (product === null ? [] : [[product.productId, product] as const])));
}

async function viewOf(
  orders: ServerStore['orders'],
  held: HeldSubscription,
  product: Product | null,
  look: AccountLook,
) {
  const { subscription, openChange, agreed } = held;
  const { tenantId: _, ...facts } = subscription;
  const orderOf = (claim: { changeId: string } | null) => openOrder(orders, look.account.tenantId, claim);
  const [open, waiting, newSeats] = await Promise.all([
    orderOf(openChange),
    orderOf(agreed),
    newSeatsOf(held, { orders, settings: look.settings, at: look.at }),
  ]);
  return {
    ...facts,
    freeSeats: subscription.seats - subscription.assignedSeats,
    newSeats,
    statusToday: statusOn(subscription, localDate(look.at.toISOString(), look.account.timeZone)),
    names: {
      product: product?.name ?? null,
      tier: (product && findTier(product, subscription.tierId)?.name) ?? null,
    },
    ...billOf({ subscription, product, agreed, waiting }, look),
    openOrder: openOrderToApi(openChange, open, look),
    agreedChange: agreedToApi(subscription.subscriptionId, agreed, waiting, look),
  };
}

/** An order as it was written last: undefined where it is over and only about to let go, null where nothing was written yet. */
async function openOrder(
  orders: ServerStore['orders'],
  tenantId: string,
  claim: { changeId: string } | null,
): Promise<OrderView | null | undefined> {
  if (claim === null) return undefined;
  const view = await orders.find(tenantId, claim.changeId);
  return view === null || view.status === 'active' ? view : undefined;
}

interface BillFacts extends Pick<HeldSubscription, 'subscription' | 'agreed'> {
  product: Product | null;
  waiting: OrderView | null | undefined;
}

function billOf(facts: BillFacts, { account, locale, at, settings, confirmedVat }: AccountLook) {
  const { subscription, product, agreed, waiting } = facts;
  if (product === null) return { nextBill: null, noBill: noBill('price_missing', locale) };
  const change =
    agreed && waiting !== undefined
      ? {
          terms: termsAfter(subscription, agreed.change),
          ...present({ effectiveDate: waiting?.details.quote?.effectiveDate }),
        }
      : undefined;
  const today = localDate(at.toISOString(), account.timeZone);
  const bill = nextBillOf({ subscription, product, today, agreed: change });
  if (bill.kind === 'none') return { nextBill: null, noBill: noBill(bill.reason, locale) };
  const { currency } = subscription;
  const { evidenceId: _, ...vatTreatment } = vatTreatmentOf(confirmedVat, account, settings, bill.date);
  const { net, vat, total } = withVat(bill.net, vatTreatment.percent, currency);
  const isKnown = vatTreatment.kind !== 'hold';
  const money = (amount: string) => ({ amount, currency });
  const nextBill = {
    date: bill.date,
    terms: bill.terms,
    net: money(net),
    vat: isKnown ? money(vat) : null,
    total: isKnown ? money(total) : null,
    vatTreatment,
  };
  return { nextBill, noBill: null };
}

const noBill = (code: NoBillReason, locale: Locale) => ({ code, text: text(locale, `no_bill.${code}`) ?? code });

function openOrderToApi(claim: HeldSubscription['openChange'], view: OrderView | null | undefined, reader: ListReader) {
  if (claim === null || view === undefined) return null;
  const { changeId } = claim;
  if (view === null) return { changeId, state: 'starting', headline: text(reader.locale, 'state.starting') ?? '' };
  return { changeId, state: view.state, headline: headlineOf(view, reader) };
}

function agreedToApi(
  subscriptionId: string,
  agreed: HeldSubscription['agreed'],
  view: OrderView | null | undefined,
  { account, locale }: Look,
) {
  if (agreed === null || view === undefined) return null;
  const { changeId } = agreed;
  const quote = view?.details.quote ?? null;
  if (quote === null) return { changeId, effectiveDate: null, text: null };
  const told = explain(quote, { locale, timeZone: account.timeZone, texts: textsOf(locale) }).changes;
  const place = quote.changes.findIndex((change) => change.subscriptionId === subscriptionId);
  return { changeId, effectiveDate: quote.effectiveDate, text: told[place] ?? null };
}
