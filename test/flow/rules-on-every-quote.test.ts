import type { OrderDocument } from '../../schemas/orders/order';
import { accountBody, type Customer, PRODUCT, PRODUCT_BODY, subscriptionBody } from '../support/flow-facts';
import { oneRun } from '../support/flow-runs';
import type { Buyer, Shop } from '../support/flow-shop';

const VAT_NUMBER = 'FR83404833048';
const SEATS = 20;
const RAN_OUT = '2026-03-25T09:31:01Z';

/** What leads to a new quote of an order for twenty seats: before a fact moves, and afterwards. */
interface Way {
  way: string;
  before(buyer: Buyer): Promise<OrderDocument>;
  after?(buyer: Buyer, changeId: string): Promise<OrderDocument>;
  placedAt?: string;
}

const WAYS: Way[] = [
  { way: 'placed as it was seen', before: (buyer) => buyer.checkOut({ seats: SEATS }) },
  {
    way: 'placed when its quote has run out',
    before: (buyer) => buyer.checkOut({ seats: SEATS }),
    placedAt: RAN_OUT,
  },
  {
    way: 'given a VAT number',
    before: (buyer) => buyer.checkOut({ seats: SEATS }),
    after: (buyer, changeId) => buyer.send(changeId, { type: 'PROVIDE_VAT', vatNumber: VAT_NUMBER }),
  },
  {
    way: 'without its VAT number again',
    async before(buyer) {
      const { changeId } = await buyer.checkOut({ seats: SEATS });
      return buyer.send(changeId, { type: 'PROVIDE_VAT', vatNumber: VAT_NUMBER });
    },
    after: (buyer, changeId) => buyer.send(changeId, { type: 'REMOVE_VAT' }),
  },
  {
    way: 'checked out from the cart',
    async before(buyer) {
      const items = [{ itemId: 'training', description: 'Training day', amount: '120.00' }];
      await buyer.put(`/v1/carts/${buyer.account}`, { currency: 'EUR', items, version: 1 });
      const { changeId } = await buyer.start({ seats: SEATS });
      return buyer.send(changeId, { type: 'ADD_TO_CART' });
    },
    after: (buyer, changeId) => buyer.send(changeId, { type: 'CHECKOUT' }),
  },
];

/** A fact that a rule refuses, brought in by the system of record. */
interface Fact {
  fact: string;
  code: string;
  bringIn(shop: Shop, buyer: Buyer): Promise<void>;
}

const subscriptionIs =
  (facts: Customer) =>
  (shop: Shop, { account, subscription }: Buyer) =>
    shop.service.put(`/v1/subscriptions/${subscription}`, subscriptionBody(account, facts, 2));

const tiersAre = (tiers: object[]) => async (shop: Shop) => {
  catalogVersion += 1;
  await shop.service.put(`/v1/catalog/${PRODUCT}`, { ...PRODUCT_BODY, tiers, version: catalogVersion });
};

let catalogVersion = PRODUCT_BODY.version;
const { tiers } = PRODUCT_BODY;
const others = tiers.filter(({ tierId }) => tierId !== 'professional');
const [professional] = tiers.filter(({ tierId }) => tierId === 'professional');

const FACTS: Fact[] = [
  { fact: 'has ended', code: 'subscription_not_active', bringIn: subscriptionIs({ status: 'ended' }) },
  { fact: 'is paused', code: 'subscription_not_active', bringIn: subscriptionIs({ status: 'paused' }) },
  { fact: 'is set to end', code: 'end_is_set', bringIn: subscriptionIs({ endsOn: '2026-04-10' }) },
  { fact: 'ends today', code: 'subscription_not_active', bringIn: subscriptionIs({ endsOn: '2026-03-25' }) },
  {
    fact: 'is paused from today on',
    code: 'subscription_not_active',
    bringIn: subscriptionIs({ pausesOn: '2026-03-25' }),
  },
  { fact: 'was a trial that is over', code: 'trial_expired', bringIn: subscriptionIs({ status: 'trial_expired' }) },
  { fact: 'has the seats already', code: 'nothing_to_change', bringIn: subscriptionIs({ seats: SEATS }) },
  {
    fact: 'waits for its renewal',
    code: 'renewal_missing',
    bringIn: subscriptionIs({ period: { start: '2026-02-20', end: '2026-03-20' } }),
  },
  {
    fact: 'is in a tier that has become smaller',
    code: 'seats_out_of_range',
    bringIn: tiersAre([...others, { ...professional, maxSeats: 10 }]),
  },
  { fact: 'is in a tier that is not sold any more', code: 'unknown_tier', bringIn: tiersAre(others) },
  {
    fact: 'has no price any more',
    code: 'price_missing',
    bringIn: tiersAre([...others, { ...professional, prices: [] }]),
  },
  {
    fact: 'is of an account that is past due',
    code: 'past_due',
    bringIn: (shop, { account }) =>
      shop.service.put(`/v1/accounts/${account}`, { ...accountBody({ pastDue: true }), version: 2 }),
  },
];

oneRun('an order is sold only what the rules allow at that moment, whatever made its quote', (shop) => {
  afterEach(async () => {
    shop().stand.clock.set('2026-03-25T09:00:00Z');
    await tiersAre(tiers)(shop());
  });

  const cases = WAYS.flatMap((way) => FACTS.map((fact) => ({ ...way, ...fact })));

  it.each(cases)('an order that is $way is not charged when its subscription $fact', async (told) => {
    const { before, bringIn, after, placedAt, code } = told;
    const claire = await shop().customer();
    const { changeId } = await before(claire);
    await bringIn(shop(), claire);
    const seen = (await after?.(claire, changeId)) ?? (await claire.look(changeId));
    if (after) expect(seen.refusal).toMatchObject({ code });
    if (placedAt !== undefined) shop().stand.clock.set(placedAt);
    if (seen.allowedEvents.includes('PLACE_ORDER')) {
      const sent = { type: 'PLACE_ORDER', quoteHash: seen.quote?.hash };
      expect(await claire.refused(changeId, sent)).toMatchObject({ code });
    }
    expect(await claire.look(changeId)).toMatchObject({ refusal: { code }, payment: null });
    expect(await claire.gatewayBook(changeId)).toEqual([]);
  });
});
