import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Gate } from 'statechart-host/testing';
import type { SupportMails } from '../../../activities/mail/support-mails';
import { orderReference } from '../../../receipts/order-reference';
import { inboundEvent } from '../../store/test-store';
import { testBackends } from '../../support/backends';
import { plainSpaces } from '../../support/plain-spaces';
import { PATIENCE, within } from '../../support/within';
import { answers, HOUR, type MailStand, MINUTE, openMailStand } from './mail-stand';
import { Desk, newSupportMails } from './support-stand';

const CHANGE = 'chg_00c94102f8a94b0aa1b2c3d4e5f60718';
const REFERENCE = orderReference(CHANGE);

let stand: MailStand;
let open: SupportMails[] = [];
beforeAll(async () => {
  stand = await openMailStand();
});
afterEach(async () => {
  for (const mails of open) await mails.stop();
  open = [];
  await Desk.closeAll();
  await stand.clear();
});
afterAll(() => stand.close());

function supportMails(more: Parameters<typeof newSupportMails>[1] = {}): SupportMails {
  const mails = newSupportMails(stand, more);
  open.push(mails);
  return mails;
}

/** A mail to a customer that nobody could be found for. */
async function givenUp(desk: Desk, code = 'no_address'): Promise<void> {
  const { outbox } = stand.store;
  const content = { locale: 'fr' as const, subject: 'Votre commande', body: 'Bonjour.', html: null };
  const mail = { tenantId: desk.tenantId, key: `mail_${Math.random()}` };
  const at = stand.now();
  await outbox.put([{ ...mail, ...content, kind: 'confirmed', accountId: 'acc_1', recipientId: 'claire', at }]);
  await outbox.claimDue({ by: 'c', now: at, until: at, limit: 10 });
  await outbox.giveUp(mail, 'c', code, at);
}

const unheeded = ({ tenantId }: Desk) =>
  stand.store.inboundEvents.receive(inboundEvent({ tenantId, receivedAt: stand.now() }), stand.now());

describe('a mail to support', () => {
  it.each<[string, (desk: Desk) => Promise<unknown>, RegExp[]]>([
    [
      'support.handedOver',
      (desk) => desk.handedOver(5, CHANGE),
      [
        /^Subject: 1 order waits for a decision$/m,
        /the longest since 12 March 2026 at 11:55, UTC\./,
        new RegExp(`^${REFERENCE}, since 12 March 2026 at 11:55, UTC, €120\\.00$`, 'm'),
        /section “A change handed to support or the advisor”/,
        new RegExp(`See the order: https://desk\\.seller\\.example/desk/orders/${CHANGE}$`, 'm'),
      ],
    ],
    [
      'support.stuck:FulfilmentRefused',
      (desk) => Promise.all([desk.stuck('FulfilmentRefused', 70, CHANGE), desk.stuck('FulfilmentRefused', 61)]),
      [
        /^Subject: 2 orders are stuck: FulfilmentRefused$/m,
        /stuck for longer than 60 minutes, the longest since 12 March 2026 at 10:50, UTC\. The fulfilment service did not take/,
        new RegExp(`^${REFERENCE}, since 12 March 2026 at 10:50, UTC$`, 'm'),
        /section “FulfilmentRefused”/,
        /Open the queue: https:\/\/desk\.seller\.example\/desk\?code=FulfilmentRefused&sort=age$/m,
      ],
    ],
    [
      'support.secondPerson',
      (desk) => desk.asked(2, CHANGE),
      [
        /^Subject: 1 request waits for a second person$/m,
        new RegExp(`^OVERRIDE, ${REFERENCE}, since 12 March`, 'm'),
        /See the requests: https:\/\/desk\.seller\.example\/desk\/requests$/m,
      ],
    ],
    [
      'support.mailsGivenUp',
      async (desk) => {
        for (const code of ['smtp_550', 'smtp_554', 'no_address']) await givenUp(desk, code);
        stand.wait(2 * MINUTE);
      },
      [
        /^Subject: 3 mails to customers were given up$/m,
        /^2 × The mail server refuses it\.$/m,
        /^1 × No mail address/m,
      ],
    ],
    [
      'support.eventsUnheeded',
      async (desk) => {
        await unheeded(desk);
        stand.wait(61 * MINUTE);
      },
      [
        /^Subject: 1 event from outside is not acted on$/m,
        /^1 × payments:sandbox$/m,
        /See the events: https:\/\/desk\.seller\.example\/desk\/inbound$/m,
      ],
    ],
  ])('a mail of %s reaches the team, with what to do and without anybody’s name', async (beginning, happens, says) => {
    const desk = await Desk.open(stand);
    await happens(desk);
    await supportMails().writeDue();
    expect(await desk.keys()).toEqual([`${beginning}:${stand.now().toISOString().slice(0, 13)}`]);
    await stand.newSending().sendDue();
    const [received, ...others] = await desk.received();
    expect(others).toEqual([]);
    const text = plainSpaces(`Subject: ${received?.subject}\n${received?.text}`);
    for (const one of says) expect(text).toMatch(one);
    expect(text).toMatch(/^As counted at 12 March 2026 at 1\d:\d\d, UTC\./m);
    expect(`${text}${received?.html}`).not.toMatch(/Claire|agnes/);
    expect(received?.replyTo).toBeUndefined();
  });

  it('a mail to support is in the language of its team, and without a button where the team has no pages', async () => {
    const desk = await Desk.open(stand, { locale: 'fr', deskUrl: null });
    await desk.stuck('timeout', 90, CHANGE);
    await supportMails().writeDue();
    const [mail] = await desk.written();
    expect(plainSpaces(mail?.subject ?? '')).toBe('1 commande est bloquée : timeout');
    expect(plainSpaces(mail?.body ?? '')).toContain(`${REFERENCE}, depuis le 12 mars 2026 à 10:30`);
    expect(mail?.html).not.toContain('<a ');
  });

  it('a seller who names no address of a team is written no mail, and one who takes it back has it given up', async () => {
    const none = await Desk.open(stand, null);
    const gone = await Desk.open(stand);
    for (const desk of [none, gone]) await desk.stuck('timeout', 90);
    await supportMails().writeDue();
    expect([await none.keys(), (await gone.keys()).length]).toEqual([[], 1]);
    await gone.set(null);
    await stand.newSending().sendDue();
    expect(await gone.written()).toMatchObject([{ status: 'failed', code: 'no_team' }]);
    expect(stand.connections()).toBe(0);
  });
});

describe('how often support is written to', () => {
  it('a thousand stuck orders of one cause are one mail an hour, and none where no other has joined them', async () => {
    const desk = await Desk.open(stand);
    const mails = supportMails();
    for (let batch = 0; batch < 20; batch += 1) {
      await Promise.all(Array.from({ length: 50 }, () => desk.stuck('StoreUnavailable', 61)));
      await mails.writeDue();
      stand.wait(MINUTE);
    }
    expect(await desk.keys()).toEqual(['support.stuck:StoreUnavailable:2026-03-12T12']);
    for (let hour = 0; hour < 5; hour += 1, stand.wait(HOUR)) await mails.writeDue();
    const [, second, ...more] = await desk.written();
    expect([second?.key, more]).toEqual(['support.stuck:StoreUnavailable:2026-03-12T13', []]);
    expect(plainSpaces(second?.subject ?? '')).toBe('1,000 orders are stuck: StoreUnavailable');
    expect(second?.body).toMatch(/^and 990 more$/m);
    await desk.stuck('StoreUnavailable', 61);
    await mails.writeDue();
    expect((await desk.written())[2]?.subject).toBe('More than 1,000 orders are stuck: StoreUnavailable');
  }, 60_000);

  it('an order that was seen to within the time of the settings is never told of, and later on no second time', async () => {
    const desk = await Desk.open(stand, { stuckMinutes: 30 });
    const mails = supportMails();
    const healed = await desk.stuck('timeout', 0);
    const slow = await desk.stuck('timeout', 0);
    for (let minute = 0; minute < 29; minute += 1, stand.wait(MINUTE)) await mails.writeDue();
    await desk.healed(healed);
    for (let minute = 0; minute < 5; minute += 1, stand.wait(MINUTE)) await mails.writeDue();
    expect((await desk.written()).map(({ subject }) => subject)).toEqual(['1 order is stuck: timeout']);
    await desk.healed(slow);
    for (let hour = 0; hour < 3; hour += 1, stand.wait(HOUR)) await mails.writeDue();
    expect(await desk.keys()).toHaveLength(1);
  });

  it('an order that counts as stuck for long since the settings say so is told of, though a younger mail has been', async () => {
    const desk = await Desk.open(stand);
    const mails = supportMails();
    await desk.stuck('timeout', 90);
    await desk.stuck('timeout', 30);
    await mails.writeDue();
    await desk.set({ stuckMinutes: 20 });
    stand.wait(HOUR / 2);
    await mails.writeDue();
    stand.wait(HOUR / 2);
    await mails.writeDue();
    expect((await desk.written()).map(({ subject }) => subject)).toEqual([
      '1 order is stuck: timeout',
      '2 orders are stuck: timeout',
    ]);
  });

  it('mails to a team whose mailbox refuses them are no reason for more of them', async () => {
    const desk = await Desk.open(stand);
    stand.server.misbehave({ ofLetter: () => answers(550) });
    await desk.stuck('timeout', 90);
    await givenUp(desk);
    const [mails, sending] = [supportMails(), stand.newSending()];
    for (let hour = 0; hour < 12; hour += 1, stand.wait(HOUR)) {
      await mails.writeDue();
      await sending.sendDue();
    }
    expect((await desk.written()).map(({ kind, status, code }) => [kind, status, code]).sort()).toEqual([
      ['support.mailsGivenUp', 'failed', 'smtp_550'],
      ['support.stuck', 'failed', 'smtp_550'],
    ]);
  });
});

describe('several who write to support', () => {
  it('two workers write one mail of a cause and hour, and each seller is told of its own orders', async () => {
    const [one, other] = [await Desk.open(stand), await Desk.open(stand)];
    const workers = [supportMails(), supportMails()];
    await one.stuck('timeout', 61);
    await Promise.all([other.stuck('timeout', 61), other.stuck('timeout', 61), other.handedOver(5)]);
    for (let minute = 0; minute < 20; minute += 1, stand.wait(MINUTE)) {
      await Promise.all(workers.map((worker) => worker.writeDue()));
    }
    const subjects = async (desk: Desk) => (await desk.written()).map(({ subject }) => subject).sort();
    expect(await subjects(one)).toEqual(['1 order is stuck: timeout']);
    expect(await subjects(other)).toEqual(['1 order waits for a decision', '2 orders are stuck: timeout']);
  });

  it('a worker that is held up until another one has taken its lease writes nothing twice', async () => {
    const desk = await Desk.open(stand);
    await desk.stuck('timeout', 61);
    const gate = new Gate();
    const slow = supportMails({ pauseAt: (point) => (point === 'support:found' ? gate.pass() : Promise.resolve()) });
    const late = slow.writeDue();
    await within(PATIENCE, gate.arrived(), 'a worker that has found something');
    stand.wait(4 * MINUTE);
    await supportMails().writeDue();
    gate.open();
    await late;
    expect(await desk.keys()).toEqual(['support.stuck:timeout:2026-03-12T12']);
  });

  it.each(['support:found', 'support:written'])(
    'a mail to support is written once when its worker is killed at %s',
    async (point) => {
      const desk = await Desk.open(stand);
      await desk.stuck('timeout', 61);
      const args = [testBackends().mongo, stand.store.databaseName, point, stand.now().toISOString()];
      const script = join(__dirname, 'support-process.ts');
      const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const exit = once(child, 'exit');
      const line = once(createInterface(child.stdout), 'line');
      await within(PATIENCE, Promise.race([line, exit]), 'a worker at its point');
      child.kill('SIGKILL');
      await exit;
      const next = supportMails();
      await next.writeDue();
      stand.wait(4 * MINUTE);
      await next.writeDue();
      expect(await desk.keys()).toEqual(['support.stuck:timeout:2026-03-12T12']);
    },
  );
});
