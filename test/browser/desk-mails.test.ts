import { causesOf, type Found, type SupportMailKind } from '../../activities/mail/support-causes';
import { addressOf } from '../../store/facts/pages';
import { inboundEvent } from '../store/test-store';
import { startBrowser, type TestBrowser } from '../support/browser';
import { type DeskStand, openDesk, startDeskStand } from '../support/desk-stand';
import { TENANT } from '../support/flow-stand';
import { isRead } from '../support/pages';

/** The buttons of all mails to support, pressed by somebody of it. */

let browser: TestBrowser;
let desk: DeskStand;
let found: Map<SupportMailKind, Found>;

const HOUR = 3_600_000;

beforeAll(async () => {
  [browser, desk] = await Promise.all([startBrowser(), startDeskStand()]);
  const { shop, failing, customer } = desk;
  const { store } = shop.stand;
  for (let order = 0; order < 2; order += 1) await (await customer()).start({ tierId: 'starter' });
  failing.add('apply');
  for (let order = 0; order < 2; order += 1) await (await customer()).buy({ seats: 8 });
  failing.clear();
  const kim = await customer({ kind: 'corporate' });
  failing.add('fulfil');
  const { changeId } = await kim.start({ seats: 6 });
  await shop.agent.act(changeId, { type: 'ACCEPT_HANDOVER', effective: 'now', purchaseOrder: 'PO-1' });
  await kim.place(await kim.send(changeId, { type: 'CHECKOUT' }));
  await kim.reaches(changeId, 'finishing.fulfilling.stuck.waiting');
  await shop.lead.request(changeId, { type: 'OVERRIDE', evidence: 'Delivered by hand.' });
  const { outbox } = store;
  const now = new Date();
  const written = await outbox.claimDue({ by: 'test', now, until: now, limit: 100 });
  for (const mail of written) await outbox.giveUp(mail, 'test', 'no_address', now);
  const late = new Date();
  await store.inboundEvents.receive(inboundEvent({ tenantId: TENANT, receivedAt: late }), late);
  const team = { address: 'team@seller.example', locale: 'en', deskUrl: null, stuckMinutes: 0 } as const;
  const causes = await causesOf(store, TENANT, team, new Date(Date.now() + HOUR));
  const looked = await Promise.all(causes.map(async ({ kind, look }) => [kind, await look(new Date(0))] as const));
  found = new Map(looked.flatMap(([kind, one]) => (one === null ? [] : [[kind, one]])));
});
afterAll(async () => {
  await browser.close();
  await desk.shop.stand.stop();
});

it.each<[SupportMailKind, RegExp, RegExp]>([
  ['support.handedOver', /^Queue$/, /^2 orders$/],
  ['support.secondPerson', /^Requests for a second person$/, /^Look at it/],
  ['support.mailsGivenUp', /^Mails that were given up$/, /No mail address of this person is known/],
  ['support.eventsUnheeded', /^Events from outside$/, /payment\.succeeded/],
])('the button of a mail of %s leads to what it tells of', async (kind, heading, says) => {
  const one = found.get(kind);
  const address = addressOf(one?.page.path ?? '', `${desk.shop.stand.url}/desk`) ?? '';
  const { page, context, complaints } = await openDesk(browser, desk, {
    person: 'lea',
    path: address.replace(desk.shop.stand.url, ''),
  });
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  await isRead(page);
  await page.getByText(says).first().waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

it('the button of a mail of stuck orders leads to those of its code, or to the only one', async () => {
  const { items } = await desk.shop.agent.get<{ items: { changeId: string }[] }>('/v1/changes?waits=stuck');
  expect(items).toHaveLength(3);
  const stuck = found.get('support.stuck');
  const { page, context } = await openDesk(browser, desk, { path: `/desk${stuck?.page.path}` });
  await isRead(page);
  await page
    .getByText(/^3 orders$/)
    .first()
    .waitFor();
  await context.close();
});
