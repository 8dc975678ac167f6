import { SENT_EVENTS } from '../../../machines/events';
import { whereTaken } from '../../../machines/subscription-change/where-taken';
import { actsFor, notNowFor } from '../../../server/orders/views/acts';
import { sampleView } from '../../store/orders/sample-view';
import { request, startServerStand } from '../stand';

/** What somebody may do with an order, in words, and why not what they may not. */

const at = (more: Parameters<typeof sampleView>[0], details = {}) => sampleView(more, details);
const notNow = (view: ReturnType<typeof at>, type: string, role: 'billing_contact' | 'support_lead' = 'support_lead') =>
  notNowFor(view, role, 'en').find((one) => one.type === type)?.why;

describe('the acts of an order', () => {
  it('the acts of an order are what its reader may send now, with what each of them asks for', () => {
    const view = at({ state: 'settlingPayment.unknown.waiting', allowedEvents: ['CANCEL', 'RETRY', 'RESOLVE_PAID'] });
    expect(actsFor(view, 'billing_contact', 'fr')).toEqual([
      {
        ...{ type: 'CANCEL', label: 'Annuler la commande', tone: 'danger', movesMoney: true },
        ...{ needsReason: false, needsEvidence: false, needsSecondPerson: false },
      },
    ]);
    expect(actsFor(view, 'support_lead', 'en')).toMatchObject([
      { type: 'CANCEL' },
      { type: 'RETRY', label: 'Retry', needsReason: true, needsSecondPerson: false, tone: 'primary' },
      { type: 'RESOLVE_PAID', needsReason: true, needsEvidence: true, needsSecondPerson: true, movesMoney: true },
    ]);
    expect(actsFor(view, 'operator', 'en')).toEqual([]);
  });

  it('the acts of an order and those that are not possible now are together all that a role may send', () => {
    const view = at({ allowedEvents: ['CANCEL', 'EDIT', 'HOLD'] });
    const both = [...actsFor(view, 'support_lead', 'en'), ...notNowFor(view, 'support_lead', 'en')];
    expect(both.map(({ type }) => type).sort()).toEqual([...SENT_EVENTS].sort());
    for (const { why } of notNowFor(view, 'support_lead', 'fr')) expect(why).toMatch(/^\p{Lu}.*\.$/u);
  });
});

describe('an act that is not possible now', () => {
  it('an act that is not possible now says in which states the order takes it', () => {
    expect(whereTaken('PLACE_ORDER')).toEqual({ states: ['verifying'], onlyStuck: false });
    expect(whereTaken('ACCEPT_HANDOVER')).toEqual({ states: ['handedOver'], onlyStuck: false });
    expect(notNow(at({ state: 'reviewing' }), 'PLACE_ORDER')).toBe('Possible at: checkout.');
    expect(notNow(at({ state: 'verifying' }), 'CHECKOUT')).toBe('Possible at: order summary or in the cart.');
  });

  it('an act that is not possible now says what is in its way where it would be possible', () => {
    expect(notNow(at({ state: 'reviewing' }), 'CHECKOUT')).toContain('The cart holds other items');
    expect(notNow(at({ state: 'reviewing' }), 'ADD_TO_CART')).toContain('The cart is empty');
    expect(notNow(at({ state: 'verifying' }), 'PLACE_ORDER')).toContain('Details are missing');
  });

  it('an act that is not possible now says that nothing is stuck, that the order is held, made or over', () => {
    expect(whereTaken('OVERRIDE').onlyStuck).toBe(true);
    expect(notNow(at({ state: 'reviewing' }), 'OVERRIDE')).toBe('This is for an order that is stuck.');
    expect(notNow(at({ state: 'onHold', tags: ['settled', 'held'] }), 'EDIT')).toContain('on hold');
    const made = at({ state: 'finishing.fulfilling.waiting', tags: ['settled', 'committed'], allowedEvents: [] });
    expect(notNow(made, 'CANCEL', 'billing_contact')).toBe('The change has taken effect.');
    expect(notNow(at({ state: 'completed', status: 'done' }), 'EDIT', 'billing_contact')).toBe('The order is over.');
  });
});

it('the reasons for an act are told in words, to staff alone', async () => {
  const stand = await startServerStand();
  try {
    const ask = async (role: 'support_agent' | 'billing_contact', event: string) => {
      const key = await stand.key(role, { userId: 'user_1' });
      return request(stand, 'GET', `/v1/reason-codes?event=${event}`, { key, headers: { 'accept-language': 'fr' } });
    };
    expect((await ask('support_agent', 'RETRY')).body.items).toEqual([
      { code: 'outage_over', text: 'La panne est terminée' },
      { code: 'cause_mended', text: 'La cause est corrigée' },
      { code: 'customer_asked', text: 'Le client l’a demandé' },
      { code: 'other', text: 'Une autre raison' },
    ]);
    expect((await ask('support_agent', 'CHECKOUT')).body.code).toBe('invalid_query');
    expect((await ask('billing_contact', 'RETRY')).status).toBe(403);
  } finally {
    await stand.stop();
  }
});
