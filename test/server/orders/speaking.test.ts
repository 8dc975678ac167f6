import { REFUSALS } from '../../../machines/refusals';
import { subscriptionChangeMachine } from '../../../machines/subscription-change/machine';
import { forPeople } from '../../../server/http/for-people';
import { PROBLEMS, type ProblemCode } from '../../../server/http/problem-codes';
import { LOCALES } from '../../../server/http/texts';
import { headlineOf } from '../../../server/orders/views/headline';
import { replyTo } from '../../../server/orders/views/reply';
import { nodesOf, type StateNode } from '../../machines/explore';
import { sampleView } from '../../store/orders/sample-view';
import { plainSpaces } from '../../support/plain-spaces';
import { sampleQuote } from '../../support/sample-quote';
import { bringIn } from '../facts/facts';
import { request, type ServerStand, startServerStand } from '../stand';

/** How an order and a problem speak to whoever reads them. */

const OF_DEVELOPERS =
  /[A-Z]+_[A-Z]+|`|If-Match|ETag|Idempotency|Retry-After|header|en-tête|JSON|allowedEvents|\bkey\b|\bclé\b|requête|\bAPI\b|\/v1|\/docs|liftEnd|UTF-8|cursor|curseur|requestId|sub_1|“|«/;

const FACTS = {
  subscriptionId: 'sub_1',
  tierId: 'pro',
  event: 'PLACE_ORDER',
  frequency: 'month',
  endsOn: '2026-04-01',
};

describe.each(LOCALES)('in %s', (locale) => {
  it(`every problem and refusal is told to people without a word for programs, in ${locale}`, () => {
    const codes = [...Object.keys(PROBLEMS), ...Object.keys(REFUSALS)] as ProblemCode[];
    for (const code of codes) {
      const told = forPeople(locale, code, FACTS);
      expect([code, told]).toEqual([code, expect.stringMatching(/^\p{Lu}.*\.$/u)]);
      expect([code, told]).not.toEqual([code, expect.stringMatching(OF_DEVELOPERS)]);
    }
  });

  it(`every state speaks to its buyer, and not of them, in ${locale}`, () => {
    const rests = ({ type, always = [], tags }: StateNode): boolean =>
      ['atomic', 'final'].includes(type) && (always.length === 0 || tags.length > 0);
    for (const node of nodesOf(subscriptionChangeMachine).filter(rests)) {
      const { situation = 'as_named' } = node.meta ?? {};
      const view = sampleView({ state: node.path.join('.') }, { situation });
      const told = headlineOf(view, { locale, isBuyer: true });
      expect([view.state, told]).toEqual([view.state, expect.stringMatching(/^\p{Lu}.* .*\.$/u)]);
      expect([view.state, told]).not.toEqual([view.state, expect.stringMatching(/\ble client\b|\bthe customer\b/i)]);
    }
  });
});

describe('a reply', () => {
  const quote = { ...sampleQuote(), dueToday: '88.00', currency: 'EUR' };
  const told = (details: object, more = {}): string =>
    plainSpaces(replyTo(sampleView(more, { quote, ...details } as never), { locale: 'fr', timeZone: 'Europe/Paris' }));

  it('a reply says in two sentences where the order is and where the money is', () => {
    expect(told({})).toBe('À vous : vérifiez la commande, puis passez-la. Rien ne vous a été débité.');
    expect(told({ payment: { status: 'paid' } }, { state: 'completed' })).toBe(
      'Votre commande est terminée. Nous avons débité 88,00 €.',
    );
    expect(told({ payment: { status: 'refunded' } }, { state: 'cancelled' })).toContain('vous a été rendu.');
    expect(told({ payment: { status: 'unknown' }, situation: 'stuck' })).toBe(
      'Votre commande s’est arrêtée ici : l’assistance clientèle s’en occupe, et vous n’avez rien à faire. ' +
        'Nous vérifions si le paiement de 88,00 € a abouti ; rien n’est débité deux fois.',
    );
  });
});

describe('an order', () => {
  let stand: ServerStand;
  beforeAll(async () => {
    stand = await startServerStand();
    await bringIn(stand, await stand.key('service'));
    const order = { tenantId: 'acme', changeId: 'chg_1', situation: 'at_checkout' } as const;
    const details = { ...order, quote: sampleQuote(), difference: null };
    await stand.store.orders.project(sampleView({}, { ...details, missing: ['payment_details'] }));
  });
  afterAll(() => stand.stop());

  const look = async (role: 'service' | 'billing_contact' | 'support_agent', path: string, headers = {}) => {
    const key = await stand.key(role, role === 'service' ? {} : { userId: 'user_1' });
    return (await request(stand, 'GET', path, { key, headers })).body;
  };

  it('an order tells its buyer what is their turn, and support what the customer has to do', async () => {
    const mine = 'Your turn: give payment details, then place the order.';
    const theirs = 'The customer verifies the order and places it next.';
    const order = '/v1/changes/chg_1';
    const list = '/v1/changes?accountId=acc_1';
    expect(await look('billing_contact', order)).toMatchObject({ headline: mine, reply: null });
    expect(await look('service', order, { 'avenant-on-behalf-of': 'user_1' })).toMatchObject({ headline: mine });
    expect(await look('service', order)).toMatchObject({ headline: theirs });
    expect(await look('billing_contact', list)).toMatchObject({ items: [{ headline: mine }] });
    expect(await look('support_agent', list)).toMatchObject({ items: [{ headline: theirs }] });
    // The account reads French, whatever its agent reads.
    const { headline, reply } = await look('support_agent', order);
    expect(headline).toBe(theirs);
    expect(plainSpaces(reply)).toMatch(/^À vous : indiquez vos coordonnées de paiement, puis passez la commande\. /);
  });

  it('an order tells what its line in a list tells, and who of ours has it to staff alone', async () => {
    await stand.store.orders.assign('acme', 'chg_1', 'agnes');
    const path = '/v1/changes/chg_1';
    const staff = await look('support_agent', path);
    const [line] = (await look('support_agent', '/v1/changes')).items;
    const { waits, inStateSince, nextTimerAt, assignee } = line;
    expect(staff).toMatchObject({ waits, inStateSince, nextTimerAt, assignee });
    expect(staff).toMatchObject({
      ...{ waits: 'customer', assignee: 'agnes', startedAt: '2026-03-12T09:00:00.000Z', handOver: null },
      machine: { id: 'subscriptionChange', version: 1 },
      decidedBy: { role: 'billing_contact', userId: 'user_1' },
    });
    expect(await look('billing_contact', path)).toMatchObject({ inStateSince, assignee: null });
  });

  it('an order that somebody of ours has started tells its customer that, and not who it was', async () => {
    const decidedBy = { userId: 'agnes', role: 'support_agent' } as const;
    const details = { tenantId: 'acme', changeId: 'chg_2', decidedBy, difference: null };
    await stand.store.orders.project(sampleView({}, details));
    const told = async (role: 'billing_contact' | 'support_agent') => (await look(role, '/v1/changes/chg_2')).decidedBy;
    expect(await told('billing_contact')).toEqual({ role: 'support_agent', userId: null });
    expect(await told('support_agent')).toEqual(decidedBy);
  });
});
