import { connect } from 'node:net';
import { MailSending } from '../../../activities/mail/sending';
import { startMailSandbox } from '../../../dev/sandboxes/mail/server';
import { smtpMail } from '../../../gateways/mail/over-smtp';
import { Workshop } from '../../../papers/workshop';
import { stopToken } from '../../../store/access/stop-links';
import { newKey, ringOf } from '../../support/key-rings';
import { type ServerStand, startServerStand } from '../stand';

/** The link of a reminder: one click of a mailbox, a page for a reader, and nothing by a look. */

const [FORMER, PRESENT] = [newKey(), newKey()];
const FORMER_RING = ringOf(`former:${FORMER}`);
const RING = ringOf(`present:${PRESENT},former:${FORMER}`);

let stand: ServerStand;
beforeAll(async () => {
  stand = await startServerStand({ app: { keyRing: RING } });
});
afterAll(() => stand.stop());

let people = 0;
async function aReader(tenantId = 'acme', personId = `reader_${++people}`): Promise<string> {
  const facts = { name: 'Claire Martin', mailAddress: 'claire@example.com', locale: 'fr' as const, hasLeft: false };
  await stand.store.people.record({ ...facts, tenantId, personId, asOf: new Date(0) });
  return personId;
}
const tokenOf = (personId: string, ring = RING): string =>
  stopToken(ring, { tenantId: 'acme', personId, kind: 'reminder' });
const stoppedAt = async (personId: string, tenantId = 'acme') =>
  (await stand.store.people.find(tenantId, personId))?.remindersStoppedAt;
const deedsOf = async (personId: string): Promise<string[]> => {
  const span = { tenantId: 'acme', from: new Date(0), to: new Date(Date.now() + 60_000) };
  const entries = await stand.store.audit.listSpan(span, 100);
  return entries.filter(({ actorId }) => actorId === personId).map(({ action, role }) => `${role} ${action}`);
};

/** As a mailbox does it for its reader: a POST with one field in the body, and not a header more than it needs. */
function oneClick(target: string, method = 'POST', body = 'List-Unsubscribe=One-Click'): Promise<string> {
  const { port, hostname } = new URL(stand.url);
  const head = [`${method} ${target} HTTP/1.1`, `Host: ${hostname}:${port}`, 'Connection: close'];
  const about = ['Content-Type: application/x-www-form-urlencoded', `Content-Length: ${body.length}`];
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write([...head, ...(body === '' ? [] : about), '', body].join('\r\n'));
    });
    const said: Buffer[] = [];
    socket.on('data', (part) => said.push(part)).on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(said).toString('utf8')));
  });
}

/** Sends a reminder to a mail server, and finds in its headers, as they came over the line, what a mailbox would POST to. */
async function linkInReminderTo(recipientId: string): Promise<URL> {
  const server = await startMailSandbox();
  const from = { name: 'Orders', mailAddress: 'orders@seller.example' };
  const setting = { host: '127.0.0.1', port: server.port, security: 'none', credentials: null, from } as const;
  const { store, parts } = stand;
  const reached = { keyRing: RING, publicUrl: 'https://billing.seller.example' };
  const mail = smtpMail({ ...setting, connections: 1 });
  const workshop = new Workshop();
  const sending = new MailSending({ store, mail, workshop, clock: () => new Date(), log: parts.logger, ...reached });
  const content = { kind: 'reminder', accountId: 'acc_1', locale: 'fr' as const, subject: 's', body: 'b', html: null };
  await store.outbox.put([{ tenantId: 'acme', key: recipientId, ...content, recipientId, at: new Date() }]);
  await sending.sendDue();
  await sending.stop();
  await workshop.close();
  const source = String(server.mails()[0]?.source);
  await server.close();
  const [, link = ''] =
    /^List-Unsubscribe:\s+<([^>]+)>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m.exec(source) ?? [];
  return new URL(link);
}

const page = (path: string, init: RequestInit = {}) => fetch(`${stand.url}${path}`, init);

it('a mailbox stops the reminders by what it finds in the letter alone', async () => {
  const reader = await aReader();
  const { pathname, search } = await linkInReminderTo(reader);
  expect(await oneClick(`${pathname}${search}`)).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(await stoppedAt(reader)).toEqual(expect.any(Date));
});

it('one click stops the reminders at once and for as long as it stands, however often it comes, and is on record once', async () => {
  const reader = await aReader();
  const target = `/unsubscribe?token=${tokenOf(reader)}`;
  const answer = await oneClick(target);
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(answer).not.toMatch(/\r\n(set-cookie|location):/i);
  const first = await stoppedAt(reader);
  expect(first).toEqual(expect.any(Date));
  for (const body of ['', 'List-Unsubscribe=One-Click', 'anything=else'])
    expect(await oneClick(target, 'POST', body)).toMatch(/ 200 OK/);
  const form = new FormData();
  form.set('List-Unsubscribe', 'One-Click');
  expect((await page(target, { method: 'POST', body: form })).status).toBe(200);
  expect(await stoppedAt(reader)).toEqual(first);
  expect(await deedsOf(reader)).toEqual(['reader STOP_REMINDERS']);
});

it('a look changes nothing, whoever follows the link, and says in the language of its reader what it would stop', async () => {
  const reader = await aReader();
  const path = `/unsubscribe?token=${tokenOf(reader)}`;
  expect(await oneClick(path, 'GET', '')).toMatch(/ 200 OK/);
  expect(await oneClick(path, 'HEAD', '')).toMatch(/ 200 OK/);
  for (const method of ['PUT', 'DELETE', 'PATCH']) expect((await page(path, { method })).status).toBe(405);
  expect((await page(path.replace('?', '/undo?'))).status).toBe(405);
  const french = await (await page(path, { headers: { 'accept-language': 'fr' } })).text();
  const english = await page(path, { headers: { 'accept-language': 'en' } });
  const text = await english.text();
  expect(french).toContain('Arrêter les rappels');
  expect(text).toContain('<button>Stop the reminders</button>');
  expect(text).not.toMatch(/<script| style=| on[a-z]+=|Martin|claire@/);
  expect(english.headers.get('content-security-policy')).toContain("script-src 'self'");
  expect(english.headers.get('content-security-policy')).toContain("form-action 'self'");
  expect(english.headers.get('cache-control')).toBe('no-store');
  expect(english.headers.get('referrer-policy')).toBe('same-origin');
  expect(await stoppedAt(reader)).toBeNull();
  expect(await deedsOf(reader)).toEqual([]);
});

it('the page stops the reminders by its one button and has them again by the next', async () => {
  const reader = await aReader();
  let action = `/unsubscribe?token=${tokenOf(reader)}`;
  let shown = await (await page(action)).text();
  const states: boolean[] = [];
  for (let press = 0; press < 3; press += 1) {
    const [, next = ''] = /<form method="post" action="([^"]+)">/.exec(shown) ?? [];
    action = next.replaceAll('&amp;', '&');
    shown = await (await page(action, { method: 'POST' })).text();
    states.push((await stoppedAt(reader)) !== null);
  }
  expect(states).toEqual([true, false, true]);
  expect(await deedsOf(reader)).toEqual(['reader STOP_REMINDERS', 'reader RESUME_REMINDERS', 'reader STOP_REMINDERS']);
});

it('the page is in the language of the mail that its reader came from, whatever their browser asks for', async () => {
  const { pathname, search } = await linkInReminderTo(await aReader());
  const headers = { 'accept-language': 'en' };
  const shown = await (await page(`${pathname}${search}`, { headers })).text();
  expect(shown).toContain('Arrêter les rappels');
  const [, action = ''] = /<form method="post" action="([^"]+)">/.exec(shown) ?? [];
  const after = await page(action.replaceAll('&amp;', '&'), { method: 'POST', headers });
  expect(await after.text()).toContain('Recevoir à nouveau les rappels');
});

it('whoever complained of a mail reads that no reminder comes, and takes the complaint back by having them again', async () => {
  const personId = await aReader();
  const path = `/unsubscribe?token=${tokenOf(personId)}`;
  const complainedAt = async () => (await stand.store.people.find('acme', personId))?.complainedAt;
  const person = { tenantId: 'acme', personId, mailAddress: 'claire@example.com' };
  await stand.store.people.noteTrouble(person, 'complainedAt', new Date());
  expect(await (await page(path, { headers: { 'accept-language': 'en' } })).text()).toContain('Remind me again');
  await page(path, { method: 'POST' });
  expect(await stoppedAt(personId)).toEqual(expect.any(Date));
  await page(path.replace('?', '/undo?'), { method: 'POST' });
  expect([await stoppedAt(personId), await complainedAt()]).toEqual([null, null]);
  await stand.store.people.noteTrouble(person, 'complainedAt', new Date());
  await page(path.replace('?', '/undo?'), { method: 'POST' });
  expect([await stoppedAt(personId), await complainedAt()]).toEqual([null, null]);
  expect(await deedsOf(personId)).toEqual([
    'reader STOP_REMINDERS',
    'reader RESUME_REMINDERS',
    'reader RESUME_REMINDERS',
  ]);
});

it('a link of a former key works, and stops the reminders of its reader in their tenant alone', async () => {
  const [reader, other] = [await aReader(), await aReader()];
  await aReader('other', reader);
  await oneClick(`/unsubscribe?token=${tokenOf(reader, FORMER_RING)}`);
  expect(await stoppedAt(reader)).toEqual(expect.any(Date));
  expect([await stoppedAt(other), await stoppedAt(reader, 'other')]).toEqual([null, null]);
});

it('a link that is none of ours, or of somebody who is unknown or has left, does nothing and tells nothing', async () => {
  const reader = await aReader();
  const token = tokenOf(reader);
  const sealed = RING.seal(JSON.stringify(['acme', reader, 'confirmed']), ['stop-link']);
  const wrong = [
    `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
    stopToken(ringOf(`present:${newKey()}`), { tenantId: 'acme', personId: reader, kind: 'reminder' }),
    `${sealed.keyId}.${sealed.box}`,
    'x'.repeat(5_000),
    '"><script>',
  ];
  for (const one of wrong) {
    const answer = await page(`/unsubscribe?token=${encodeURIComponent(one)}`, { method: 'POST' });
    expect([answer.status, (await answer.text()).includes('<form')]).toEqual([404, false]);
  }
  for (const query of ['', '?token=', `?token=${token}&token=${token}`, `?token[x]=${token}`]) {
    expect((await page(`/unsubscribe${query}`, { method: 'POST' })).status).toBe(404);
  }
  expect(await stoppedAt(reader)).toBeNull();
  const nobody = await page(`/unsubscribe?token=${tokenOf('nobody')}`, { method: 'POST' });
  expect([nobody.status, await stoppedAt('nobody')]).toEqual([200, undefined]);
  expect(await deedsOf('nobody')).toEqual([]);
});

it('no log line holds a link, a name or an address', async () => {
  const token = tokenOf(await aReader());
  await oneClick(`/unsubscribe?token=${token}`);
  expect(stand.logged()).toContain('/unsubscribe');
  expect(stand.logged()).not.toContain(token.slice(0, 20));
  expect(stand.logged()).not.toMatch(/token=|Martin|claire@/);
});
