import type { GuardedProcess } from 'statechart-host/testing';
import { readMail } from '../../dev/sandboxes/mail/mailbox';
import { type MailSandbox, startMailSandbox } from '../../dev/sandboxes/mail/server';
import { changeSettings } from '../../dev/stack/change-settings';
import { orderReference } from '../../receipts/order-reference';
import { DEFAULT_SETTINGS } from '../../store/facts/settings';
import { inboundEvent } from '../store/test-store';
import { CONTACT } from '../support/flow-facts';
import { aroundNow, startWorker } from '../support/flow-processes';
import { oneRun } from '../support/flow-runs';
import { TENANT } from '../support/flow-stand';
import { SHORT_WAITS } from '../support/hurried-workflows';
import { plainSpaces } from '../support/plain-spaces';
import { PATIENCE, until } from '../support/within';

oneRun(
  'a worker that sends mail',
  (shop) => {
    let mail: MailSandbox;
    let worker: GuardedProcess;

    beforeAll(async () => {
      mail = await startMailSandbox();
      await changeSettings(shop().stand.store, TENANT, {
        billingCentreUrl: 'https://billing.seller.example',
        branding: { ...DEFAULT_SETTINGS.branding, name: 'Zoë & Cie', replyTo: 'help@seller.example' },
      });
      const setting = { AVENANT_MAIL_URL: mail.url, AVENANT_MAIL_FROM: 'Orders <orders@seller.example>' };
      worker = await startWorker(shop().stand, SHORT_WAITS, setting);
    });
    afterAll(async () => {
      await worker.stop();
      await mail.close();
    });

    it('the confirmation of an order arrives once at the address of its contact, though the mail server takes its time', async () => {
      const { service } = shop();
      const facts = { name: 'Claire Martin', mailAddress: 'claire@example.com', locale: 'fr' };
      await service.put(`/v1/people/${CONTACT}`, { ...facts, asOf: new Date().toISOString() });
      mail.misbehave({ ofConnection: () => ({ fault: 'greets_late', milliseconds: 1_500 }) });
      const claire = await shop().customer({ period: aroundNow() });
      const order = await claire.buy({ seats: 8 });
      expect(order).toMatchObject({ state: 'completed' });
      const isSent = async (): Promise<boolean> => (await claire.mails()).every(({ sentAt }) => sentAt !== null);
      await until(PATIENCE, 'the mail to be sent', isSent);
      expect(mail.mails().map(({ recipient }) => recipient)).toEqual(['claire@example.com']);
      const [received] = await Promise.all(mail.mails().map(readMail));
      expect(received?.text).toMatch(/^Bonjour Claire Martin,/);
      expect(received?.text).toContain(orderReference(order.changeId));
      expect(received?.html).toContain('Bonjour Claire Martin,');
      expect(received?.html).toMatch(/<a href="[^"]+\/orders\/chg_\w+"[^>]*>Voir la commande</);
      expect(received?.replyTo?.text).toBe('help@seller.example');
      expect(received?.attachments).toMatchObject([{ contentType: 'application/pdf', filename: 'reçu.pdf' }]);
      expect(received?.attachments[0]?.content.subarray(0, 5).toString()).toBe('%PDF-');
      // What is kept of it greets nobody.
      expect((await claire.mails())[0]?.body).not.toContain('Claire Martin');
    });

    it('a worker that sends mail tells the support team of events that nobody could act on', async () => {
      const { store } = shop().stand;
      const supportMail = { address: 'team@seller.example', locale: 'fr' as const, deskUrl: null };
      await changeSettings(store, TENANT, { supportMail });
      const receivedAt = new Date(Date.now() - 2 * 60 * 60_000);
      await store.inboundEvents.receive(
        inboundEvent({ tenantId: TENANT, receivedAt }),
        new Date(Date.now() + 86_400_000),
      );
      const ofTeam = () => mail.mails().filter(({ recipient }) => recipient === 'team@seller.example');
      await until(PATIENCE, 'a mail to support', () => Promise.resolve(ofTeam().length > 0));
      const [received] = await Promise.all(ofTeam().map(readMail));
      expect(plainSpaces(received?.subject ?? '')).toBe('1 événement externe reste sans suite');
    });
  },
  { workersOfItsOwn: true },
);
