import { plainSpaces } from '../../support/plain-spaces';
import { ACCOUNT, bringIn, PRODUCT, SUBSCRIPTION } from '../facts/facts';
import { type Reply, request, type ServerStand, startServerStand } from '../stand';

/** What a page for a billing contact is told before there is an order. */

const TIERS = [
  { ...PRODUCT.tiers[0], tierId: 'standard', name: 'Standard', rank: 0, maxSeats: 10 },
  ...PRODUCT.tiers,
  { ...PRODUCT.tiers[0], tierId: 'retired', name: 'Retired', rank: 2, prices: [] },
];

let stand: ServerStand;
let service = '';
let contact = '';

beforeAll(async () => {
  stand = await startServerStand();
  service = await stand.key('service');
  contact = await stand.key('billing_contact', { userId: 'user_1' });
  await bringIn(stand, service);
  await put('/v1/catalog/meeting', { ...PRODUCT, tiers: TIERS, version: 2 });
  for (const user of ['u_1', 'u_2', 'u_3']) {
    const headers = { 'avenant-on-behalf-of': 'user_1' };
    await request(stand, 'PUT', `/v1/subscriptions/sub_1/seats/${user}`, { key: service, headers });
  }
});
afterAll(() => stand.stop());

async function put(path: string, body: unknown): Promise<void> {
  const { status, body: answer } = await request(stand, 'PUT', path, { key: service, body });
  if (status !== 200) throw new Error(JSON.stringify(answer));
}

const quote = (body: object, language = 'en'): Promise<Reply> =>
  request(stand, 'POST', '/v1/quotes', { key: contact, body, headers: { 'accept-language': language } });

const change = (wish: object) => ({ subscriptionId: 'sub_1', ...wish });

describe('a preview', () => {
  it('a preview says what is missing, and whether for the rate, for money that is due, or for both', async () => {
    const { body } = await quote(change({ seats: 8 }));
    expect(body.missing).toMatchObject([
      { what: 'payment_details_or_vat_number', because: ['rate_increases', 'money_due'] },
    ]);
    expect(body.missing[0].text).toContain(`and €${body.quote.dueToday.amount} is due today`);
    const less = await quote(change({ seats: 3 }));
    expect(less.body).toMatchObject({ missing: [{ what: 'payment_details', because: ['money_due'] }] });
    await put('/v1/accounts/acc_1', { ...ACCOUNT, paymentMethod: 'pm_1', version: 2 });
    expect((await quote(change({ seats: 8 }))).body.missing).toEqual([]);
  });

  it('a preview names the next step: the checkout of an empty cart, or joining what it holds', async () => {
    expect((await quote(change({ seats: 8 }), 'fr')).body).toMatchObject({
      cart: { holdsItems: false, items: 0, text: null },
      nextStep: { step: 'checkout', label: 'Passer à la caisse' },
    });
    const items = ['Headset', 'Camera', 'Desk', 'Lamp'].map((description, index) => ({
      ...{ itemId: `item_${index}`, description, amount: '10.00' },
    }));
    await put('/v1/carts/acc_1', { currency: 'EUR', items, version: 1 });
    const { body } = await quote(change({ seats: 8 }), 'fr');
    expect(body).toMatchObject({
      cart: { holdsItems: true, items: 4 },
      nextStep: { step: 'add_to_cart', label: 'Ajouter au panier' },
    });
    expect(plainSpaces(body.cart.text)).toBe(
      'Votre panier contient déjà 4 articles : Headset, Camera, Desk et 1 autre.',
    );
    await put('/v1/carts/acc_1', { currency: 'EUR', items: [], version: 2 });
  });

  it('a preview of a lower tier is handed over, and says who takes care of it', async () => {
    expect((await quote(change({ tierId: 'standard' }))).body).toMatchObject({
      route: 'customer_support',
      nextStep: { step: 'hand_over', label: 'Send to customer support' },
    });
  });

  it('a preview tells the limits of each field beside what there is now', async () => {
    const { limits } = (await quote(change({ seats: 8 }))).body;
    expect(limits).toEqual([
      {
        subscriptionId: 'sub_1',
        seats: { present: 5, min: 1, max: 100, step: 1, assigned: 3, text: 'From 1 to 100 seats; 3 are assigned.' },
        tiers: {
          present: 'professional',
          offered: [
            {
              ...{ tierId: 'standard', name: 'Standard', servedBy: 'customer_support' },
              text: 'Customer support takes care of it.',
            },
            { tierId: 'professional', name: 'Professional', servedBy: 'self_serve', text: null },
          ],
        },
        frequencies: {
          present: 'month',
          offered: ['month', 'year'],
          prices: [
            { frequency: 'month', net: { amount: '440.00', currency: 'EUR' } },
            { frequency: 'year', net: { amount: '4224.00', currency: 'EUR' } },
          ],
        },
      },
    ]);
    expect((await quote(change({ tierId: 'standard', seats: 4 }))).body.limits[0].seats).toMatchObject({ max: 10 });
  });

  it('a preview names each line beside its amount, tells its arithmetic apart, and gives the reason of the tax', async () => {
    const { lines, explanation } = (await quote(change({ seats: 8 }), 'fr')).body.quote;
    expect(lines.map(({ name }: { name: string }) => plainSpaces(name))).toEqual([
      'Crédit pour la part non utilisée de Meeting Professional, 5 postes',
      'Meeting Professional, 8 postes à 55,00 € par mois et par poste',
    ]);
    expect(plainSpaces(lines[0].arithmetic)).toMatch(/^Du .* au 9 décembre 2026 inclus : 275,00 € × /);
    expect(plainSpaces(explanation.tax)).toBe('TVA à 20 % (France)');
  });

  it('a preview says in one answer what the other choice of billing date would cost', async () => {
    const { body } = await quote(change({ seats: 8 }), 'fr');
    expect(body.quote.otherAnchor).toMatchObject({ anchor: 'kept', dueToday: { currency: 'EUR' } });
    expect(plainSpaces(body.quote.explanation.offer[0])).toMatch(/^Si la date de facturation ne changeait pas, /);
  });
});

describe('a refused preview', () => {
  it.each([
    ['seats below those that are assigned', change({ seats: 2 }), '/seats', 3],
    ['seats above the tier', change({ seats: 101 }), '/seats', 100],
    ['seats from a stale page', change({ seats: 8, expectedSeats: 4 }), '/expectedSeats', 5],
    ['seats as they are', change({ seats: 5 }), '/seats', undefined],
    ['a tier that is not there', change({ tierId: 'gold' }), '/tierId', undefined],
    ['a frequency that is not sold', change({ frequency: 'quarter' }), '/frequency', undefined],
    ['a later day that is not offered', change({ seats: 4, effective: 'period_end' }), '/effective', 'now'],
    ['one of several changes', { changes: [change({ seats: 101 })] }, '/changes/0/seats', 100],
  ])('a refused preview names the field that it is about, and what would do: %s', async (_, wish, pointer, wouldDo) => {
    const { status, body } = await quote(wish);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body.errors).toMatchObject([{ pointer, code: body.code, detail: body.detail }]);
    expect(body.errors[0].wouldDo).toBe(wouldDo);
    expect(body.limits).toMatchObject({ subscriptionId: 'sub_1', seats: { assigned: 3 } });
  });

  it('a refused preview that is about the whole subscription names the subscription', async () => {
    await put('/v1/subscriptions/sub_9', { ...SUBSCRIPTION, status: 'ended' });
    const { body } = await quote({ subscriptionId: 'sub_9', seats: 8 });
    expect(body).toMatchObject({ code: 'subscription_not_active', errors: [{ pointer: '/subscriptionId' }] });
    expect(await quote({ subscriptionId: 'sub_0', seats: 8 })).toMatchObject({ status: 404 });
  });
});
