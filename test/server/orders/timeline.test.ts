import type { Transition } from 'statechart-host/contract';
import { ORDER_STEPS } from '../../../machines/failure-codes';
import { subscriptionChangeMachine } from '../../../machines/subscription-change/machine';
import type { TimelineItem } from '../../../schemas/orders/timeline';
import { folded } from '../../../server/orders/views/timeline/attempts';
import { positionOf } from '../../../server/orders/views/timeline/timeline';
import { nodesOf } from '../../machines/explore';
import { sampleView } from '../../store/orders/sample-view';
import { inboundEvent, newId } from '../../store/test-store';
import { plainSpaces } from '../../support/plain-spaces';
import { type Reply, request, type ServerStand, startServerStand } from '../stand';

/** What happened to an order, as its customer and our staff read it. */

const minute = (at: number): string => new Date(Date.UTC(2026, 2, 12, 10, at)).toISOString();

/** Moves a minute apart, each written as "event > state". */
function movesOf(...steps: string[]): Transition[] {
  const moves: Transition[] = [];
  for (const [index, step] of steps.entries()) {
    const [event = '', to = ''] = step.split(' > ');
    moves.push({ sequence: index + 1, at: minute(index), event, from: moves.at(-1)?.to ?? '', to });
  }
  return moves;
}

/** Each item as it reads: a move by where it leads, attempts by their step and number. */
const outline = (moves: readonly Transition[]): string[] =>
  folded(moves).map((one) => ('event' in one ? one.to : `${one.step} × ${one.count}`));

describe('attempts', () => {
  it('attempts of a step are one item, whoever had it tried again, until the order gets on', () => {
    const moves = movesOf(
      'PLACE_ORDER > reserving.working',
      'reserve done > applying.working',
      'apply failed > applying.stuck.waiting',
      'RETRY > applying.working',
      'apply failed > applying.stuck.waiting',
      'RETRY > applying.working',
      'apply done > finishing.confirming.working',
    );
    expect(outline(moves)).toEqual([
      'reserving.working',
      'applying.working',
      'applying × 2',
      'finishing.confirming.working',
    ]);
  });

  it('attempts at a VAT register and at a payment gateway are one item each, and what somebody did between them is none', () => {
    const moves = movesOf(
      'CHECKOUT > checkingVat.working',
      'checkVat done > vatPending.waiting',
      'nextVatAttempt passed > checkingVat.working',
      'checkVat done > vatPending.waiting',
      'PROVIDE_VAT > checkingVat.working',
      'checkVat done > quoting.working',
      'quote done > verifying',
      'PLACE_ORDER > settlingPayment.charging',
      'charge done > settlingPayment.lookingUpSoon',
      'lookUpBackOff passed > settlingPayment.lookingUp',
      'lookUpPayment done > settlingPayment.lookingUpLater',
      'lookUpBackOff passed > settlingPayment.lookingUp',
      'lookUpPayment failed > settlingPayment.unknown.waiting',
      'HOLD > settlingPayment.unknown.held',
    );
    expect(outline(moves)).toEqual([
      'checkingVat.working',
      'checkingVat × 2',
      'checkingVat.working',
      'quoting.working',
      'verifying',
      'settlingPayment.charging',
      'settlingPayment × 3',
      'settlingPayment.unknown.held',
    ]);
  });

  it('a payment that is looked at again and again is one item, and one that is looked at once is a move', () => {
    const once = ['PLACE_ORDER > settlingPayment.charging', 'charge done > settlingPayment.waiting'];
    const again = ['nextLookUp passed > settlingPayment.lookingUp', 'lookUpPayment done > settlingPayment.waiting'];
    expect(outline(movesOf(...once))).toEqual(['settlingPayment.charging', 'settlingPayment.waiting']);
    const [, item] = folded(movesOf(...once, ...again, ...again));
    expect(item).toMatchObject({ step: 'settlingPayment', count: 3, areLookUps: true });
  });

  it('every state in which a step is stuck names a step that support knows', () => {
    const stuck = nodesOf(subscriptionChangeMachine).filter(({ meta }) => meta?.situation === 'stuck');
    const names = stuck.map(({ path }) => {
      const at = path.join('.');
      const from = at.replace(/\.(?:stuck\w*|unknown)$/, at.endsWith('stuckTelling') ? '.telling' : '.working');
      const [, item] = folded(movesOf(`START > ${from}`, `it failed > ${at}.waiting`));
      return item && 'step' in item ? item.step : at;
    });
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !(ORDER_STEPS as readonly string[]).includes(name))).toEqual([]);
  });
});

describe('a timeline', () => {
  let stand: ServerStand;
  let agent: string;
  let service: string;
  const ORDER = { tenantId: 'acme', changeId: 'chg_1' };

  beforeAll(async () => {
    stand = await startServerStand({ app: { currencies: { sandbox: { EUR: { exponent: 2, minimum: 1 } } } } });
    agent = await stand.key('support_agent', { userId: 'agnes' });
    service = await stand.key('service');
    await plant();
  });
  afterAll(() => stand.stop());

  const PAID = { status: 'paid', code: null, link: null, linkExpiresAt: null };

  /** An order that was paid and got stuck, with everything around it; a minute between any two things. */
  async function plant(): Promise<void> {
    const { store } = stand;
    const transitions = movesOf(
      'started > verifying',
      'PLACE_ORDER > settlingPayment.charging',
      'charge done > finishing.fulfilling.working',
      'fulfil failed > finishing.fulfilling.stuck.waiting',
      'RETRY > finishing.fulfilling.working',
      'fulfil failed > finishing.fulfilling.stuck.waiting',
    );
    const stuck = {
      step: 'fulfilling',
      code: 'FulfilmentRefused',
      message: 'm',
      attempts: 2,
      since: minute(5),
    } as const;
    const at = { sequence: 6, state: 'finishing.fulfilling.stuck.waiting', tags: ['stuck', 'settled'], at: minute(5) };
    const quote = {
      currency: 'EUR',
      dueToday: '12.00',
      changes: [{ subscriptionId: 'sub_1', seatsAdded: 3, after: { seats: 8 } }],
    };
    const view = sampleView(
      { ...at, transitions, startedAt: minute(0) },
      { ...ORDER, stuck, quote: quote as never, payment: PAID as never },
    );
    await store.orders.project(view, { country: 'FR', gateway: 'sandbox', vatHash: null });
    const intent = { ...ORDER, accountId: 'acc_1', amount: 1200, currency: 'EUR', method: 'pm_1' };
    const reference = 'acme:chg_1:charge:1';
    await store.payments.intend({ ...intent, kind: 'charge', reference }, new Date(minute(1)));
    const paid = { status: 'paid', gatewayReference: 'pi_1', code: null, link: null, linkExpiresAt: null } as const;
    await store.payments.keep('acme', reference, { ...paid, at: new Date(`${minute(1).slice(0, 17)}30.000Z`) });
    const came = { tenantId: 'acme', receivedAt: new Date(minute(6)) };
    await store.inboundEvents.receive(inboundEvent({ ...came, eventId: 'ours', reference }), new Date(minute(6)));
    const foreign = { ...came, reference: 'acme:chg_10:charge:1' };
    await store.inboundEvents.receive(inboundEvent({ ...foreign, eventId: 'foreign' }), new Date(minute(6)));
    const byGateway = inboundEvent({
      eventId: 'dispute',
      type: 'dispute.opened',
      gatewayReference: 'pi_1',
      receivedAt: new Date(minute(7)),
    });
    await store.inboundEvents.receive(byGateway, new Date(minute(7)));
    await store.inboundEvents.settle(byGateway, 'dead');
    // Of another gateway, or of another tenant, the same id is something else.
    for (const other of [{ source: 'payments:stripe' }, { tenantId: 'other' }])
      await store.inboundEvents.receive({ ...byGateway, ...other, eventId: newId('evt') }, new Date(minute(7)));
    const letter = {
      tenantId: 'acme',
      accountId: 'acc_1',
      recipientId: 'claire',
      locale: 'fr',
      subject: 's',
      body: 'b',
      html: null,
    } as const;
    await store.outbox.put([
      { ...letter, key: 'chg_1:confirmed:claire', kind: 'confirmed', at: new Date(minute(8)) },
      { ...letter, key: 'chg_10:confirmed:claire', kind: 'confirmed', at: new Date(minute(8)) },
      { ...letter, key: 'sub_1:8:v2:reminder:1:claire', kind: 'reminder', at: new Date(minute(9)) },
      { ...letter, key: 'sub_1:9:v3:reminder:1:claire', kind: 'reminder', at: new Date(minute(9)) },
      { ...letter, key: 'sub_1:8:v7:reminder:1:claire', kind: 'reminder', at: new Date(minute(50)) },
    ]);
    // Some were given back, and bought again.
    const again = { ...at, transitions: [], at: minute(45), startedAt: minute(40) };
    const later = { tenantId: 'acme', changeId: 'chg_2', quote: quote as never };
    await store.orders.project(sampleView(again, later), { country: 'FR', gateway: 'sandbox', vatHash: null });
    const deed = { ...ORDER, actorId: 'agnes', role: 'support_agent', facts: { reason: 'r' } };
    await store.audit.append({ ...deed, entryId: 'e1', at: new Date(minute(10)), action: 'OVERRIDE:requested' });
    await store.audit.append({ ...deed, entryId: 'e2', at: new Date(minute(11)), action: 'OVERRIDE:outcome' });
    // What two persons have agreed on, as whoever did it has written it down.
    const end = { ...ORDER, actorId: 'vat-credit', role: 'system' } as const;
    const credited = { amount: '2.00', currency: 'EUR' };
    await store.audit.append({
      ...end,
      entryId: 'e3',
      at: new Date(minute(12)),
      action: 'CREDIT_VAT:outcome',
      facts: credited,
    });
    const because = { because: 'moved_on' };
    await store.audit.append({
      ...end,
      entryId: 'e4',
      at: new Date(minute(13)),
      action: 'START_AGAIN:refused',
      facts: because,
    });
    await store.audit.append({
      ...end,
      entryId: 'e5',
      at: new Date(minute(14)),
      action: 'END_LOST:outcome',
      facts: {},
    });
  }

  const read = (query = '', key = agent, headers = {}): Promise<Reply> =>
    request(stand, 'GET', `/v1/changes/chg_1/timeline${query}`, { key, headers });
  const items = ({ body }: Reply): TimelineItem[] => body.items;

  it('a timeline tells staff moves, attempts, payments, events from outside, mails, reminders and deeds in one stream', async () => {
    const told = items(await read()).map(({ kind, at, text, importance }) => [
      kind,
      at.slice(14, 19),
      text,
      importance,
    ]);
    expect(told).toEqual([
      ['move', '00:00', 'The customer verifies the order and places it next.', 'normal'],
      ['move', '01:00', 'The payment is under way.', 'high'],
      ['payment', '01:30', 'Charge of €12.00: paid.', 'high'],
      ['move', '02:00', 'The change has taken effect; we wait for its delivery to be confirmed.', 'quiet'],
      [
        'attempt',
        '05:00',
        'Tried 2 times without success: fulfilment. The fulfilment service did not take the order.',
        'high',
      ],
      ['inbound', '06:00', 'Event from outside, payment.succeeded from payments:sandbox: received.', 'normal'],
      ['inbound', '07:00', 'Event from outside, dispute.opened from payments:sandbox: given up.', 'high'],
      ['mail', '08:00', 'Mail “Your subscription has been changed”: to be sent.', 'quiet'],
      ['reminder', '09:00', 'Mail “Seats are waiting to be assigned”: to be sent.', 'quiet'],
      ['deed', '10:00', 'agnes, support agent, has asked for a second person: Enter the result by hand.', 'high'],
      ['deed', '12:00', expect.stringMatching(/^.+: €2\.00 of VAT has been given back\.$/), 'high'],
      ['deed', '13:00', expect.stringMatching(/^.+: The order had gone on after it last rested: end it\.$/), 'high'],
    ]);
  });

  it('a timeline gives each kind its facts, and speaks the language of its reader', async () => {
    const told = items(await read('', agent, { 'accept-language': 'fr' }));
    const of = (kind: TimelineItem['kind']) => told.find((item) => item.kind === kind);
    expect(of('attempt')).toMatchObject({
      step: 'fulfilling',
      attempts: 2,
      code: 'FulfilmentRefused',
      firstAt: minute(3),
      lastAt: minute(5),
      to: 'finishing.fulfilling.stuck.waiting',
    });
    expect(of('payment')).toMatchObject({
      call: 'charge',
      amount: { amount: '12.00', currency: 'EUR' },
      gatewayReference: 'pi_1',
    });
    expect(of('reminder')).toMatchObject({ subscriptionId: 'sub_1', recipientId: 'claire', status: 'waiting' });
    expect(of('deed')).toMatchObject({ action: 'OVERRIDE:requested', label: 'Saisir le résultat à la main' });
    expect(told.filter((item) => item.kind === 'move').map(({ label }) => plainSpaces(label))).toEqual([
      'Commencée',
      'Passer la commande',
      'Fait : prélèvement du paiement',
    ]);
  });

  it('a timeline is read page by page, the latest first or the oldest, each item once', async () => {
    for (const order of ['asc', 'desc']) {
      const whole = items(await read(`?order=${order}`));
      const pages: TimelineItem[] = [];
      let next: string | null = '';
      while (next !== null) {
        const reply: Reply = await read(`?order=${order}&limit=3${next && `&cursor=${next}`}`);
        pages.push(...items(reply));
        next = reply.body.next;
      }
      expect(pages).toEqual(whole);
    }
    const { next } = (await read('?limit=3')).body;
    for (const query of [`?order=desc&cursor=${next}`, `?cursor=${next}x`])
      expect((await read(query)).body).toMatchObject({ status: 400, code: 'invalid_cursor' });
    expect((await read(`?cursor=${next}`, service)).body.code).toBe('invalid_cursor');
  });

  it('attempts keep their place while more of them follow', () => {
    const attempt = (lastAt: string) => [{ kind: 'attempt', at: lastAt, firstAt: minute(1), lastAt }] as const;
    for (const [item] of [attempt(minute(2)), attempt(minute(9))])
      expect(positionOf({ key: 'move:00000001', item: item as TimelineItem })).toEqual([minute(1), 'move:00000001']);
  });

  it('a timeline tells a customer how the order moved, one by one, and nothing else', async () => {
    const told = items(await read('', service));
    expect(told.map((item) => ('to' in item ? item.to : item.kind))).toEqual([
      'verifying',
      'settlingPayment.charging',
      'finishing.fulfilling.working',
      'finishing.fulfilling.stuck.waiting',
      'finishing.fulfilling.working',
      'finishing.fulfilling.stuck.waiting',
    ]);
    expect(new Set(told.map(({ kind }) => kind))).toEqual(new Set(['move']));
  });

  it('a timeline says which of its mails its reader may have sent now', async () => {
    const { outbox } = stand.store;
    const now = new Date(minute(59));
    const mayResend = async (key = agent) =>
      items(await read('', key)).flatMap((item) => (item.kind === 'mail' ? [[item.status, item.mayResend]] : []));
    expect(await mayResend()).toEqual([['waiting', false]]);
    await outbox.claimDue({ by: 'test', now, until: now, limit: 10 });
    await outbox.giveUp({ tenantId: 'acme', key: 'chg_1:confirmed:claire' }, 'test', 'smtp_550', now);
    expect(await mayResend()).toEqual([['failed', true]]);
    expect(await mayResend(await stand.key('operator', { userId: 'olga' }))).toEqual([['failed', false]]);
  });
});
