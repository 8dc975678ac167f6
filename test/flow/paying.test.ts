import { changeSettings } from '../../dev/stack/change-settings';
import { text } from '../../server/http/texts';
import { everyRun } from '../support/flow-runs';
import { TENANT } from '../support/flow-stand';
import { PATIENCE, until } from '../support/within';

everyRun('paying', (shop, live, both) => {
  both(
    'a payment waits for the customer at its 3-D Secure link, and the webhook of the gateway wakes the order',
    async () => {
      const { stand } = shop();
      const claire = await shop().customer({ paymentMethod: 'pm_3ds' });
      const waiting = await claire.buy({ seats: 8 });
      expect(waiting).toMatchObject({
        state: 'settlingPayment.waiting',
        settled: true,
        payment: { status: 'requires_action', link: expect.stringMatching(/^http/) },
      });
      expect(await claire.gatewayBook(waiting.changeId)).toEqual([]);
      expect(await claire.terms()).toMatchObject({ seats: 5 });
      expect(await stand.payments().confirm(waiting.payment?.link ?? '')).toBe(200);
      expect(await claire.reaches(waiting.changeId, 'completed')).toMatchObject({ payment: { status: 'paid' } });
      expect(await claire.gatewayBook(waiting.changeId)).toEqual(['charge 20160']);
    },
  );

  live(
    'an order whose 3-D Secure payment the customer refuses goes back to checkout, and another card pays it',
    async () => {
      const claire = await shop().customer({ paymentMethod: 'pm_3ds' });
      const { changeId, payment } = await claire.buy({ seats: 8 });
      await shop()
        .stand.payments()
        .confirm(payment?.link ?? '', 'refuse');
      const back = await claire.reaches(changeId, 'verifying');
      expect(back.askAgain).toMatchObject({ reason: 'payment_declined', code: 'authentication_failed' });
      const ready = await claire.send(changeId, { type: 'PROVIDE_PAYMENT', paymentToken: 'pm_ok' });
      expect(await claire.place(ready)).toMatchObject({ state: 'completed', askAgain: null });
      expect(await claire.gatewayBook(changeId)).toEqual(['charge 20160']);
      expect((await claire.ledger()).balance).toBe('0.00');
    },
  );

  both('a payment whose link expires is voided before the customer is asked again', async () => {
    const { stand } = shop();
    const claire = await shop().customer();
    await stand.payments().script({ fault: 'three_d_secure', expiresInSeconds: 1, operation: 'charge' });
    const { changeId, payment } = await claire.buy({ seats: 8 });
    expect(payment).toMatchObject({ status: 'requires_action' });
    const back = await claire.reaches(changeId, 'verifying');
    expect(back.askAgain).toMatchObject({ reason: 'payment_link_expired' });
    expect(await stand.payments().confirm(payment?.link ?? '')).toBe(410);
    expect(await claire.place(back)).toMatchObject({ state: 'completed' });
    expect(await claire.gatewayBook(changeId)).toEqual(['charge 20160']);
  });

  live(
    'an amount below what the gateway takes is left as a debt, and explained where the seller insists on it',
    async () => {
      const { stand } = shop();
      // 480.10 x 16/31 = 247.79; 248.00 - 247.79 = 0.21, x 1.2 = 0.25
      const small = { billed: '480.10' };
      const claire = await shop().customer(small);
      expect(await claire.buy({ seats: 8 })).toMatchObject({ state: 'completed', payment: null });
      expect((await claire.ledger()).balance).toBe('-0.25');
      const { minimumCharges } = await stand.store.settings.read(TENANT);
      await changeSettings(stand.store, TENANT, { minimumCharges: {} });
      const back = await (await shop().customer(small)).buy({ seats: 8 });
      await changeSettings(stand.store, TENANT, { minimumCharges });
      expect(back).toMatchObject({ state: 'verifying', askAgain: { code: 'amount_below_minimum' } });
      const key = 'state.ask_again.payment_declined.amount_below_minimum';
      expect([text('fr', key), text('en', key)]).toContain(back.askAgain?.text);
      expect(text('fr', key)).toMatch(/trop faible/);
    },
  );

  both('a payment by bank debit is pending until the bank settles it', async () => {
    const claire = await shop().customer({ paymentMethod: 'pm_sepa' });
    const pending = await claire.buy({ seats: 8 });
    expect(pending).toMatchObject({ state: 'settlingPayment.waiting', payment: { status: 'pending' } });
    await shop().stand.payments().settle(`acme:${pending.changeId}:charge:1`);
    expect(await claire.reaches(pending.changeId, 'completed')).toMatchObject({ done: true });
    expect(await claire.gatewayBook(pending.changeId)).toEqual(['charge 20160']);
  });

  live('a bank debit that the bank returns sends the order back to checkout and changes no seats', async () => {
    const claire = await shop().customer({ paymentMethod: 'pm_sepa' });
    const { changeId } = await claire.buy({ seats: 8 });
    await shop().stand.payments().fail(`acme:${changeId}:charge:1`, 'insufficient_funds');
    const back = await claire.reaches(changeId, 'verifying');
    expect(back.askAgain).toMatchObject({ reason: 'payment_declined', code: 'insufficient_funds' });
    expect(await claire.terms()).toMatchObject({ seats: 5 });
    expect(await claire.gatewayBook(changeId)).toEqual([]);
    await until(PATIENCE, 'its mail', async () => (await claire.mails()).length > 0);
    expect(await claire.mails()).toMatchObject([
      { kind: 'paymentDeclined', body: expect.stringMatching(/Total dû\s*: 201,60/) },
    ]);
  });

  live('a declined payment says why, and the next card is another visit with a reference of its own', async () => {
    const claire = await shop().customer({ paymentMethod: 'pm_declined' });
    const declined = await claire.buy({ seats: 8 });
    expect(declined).toMatchObject({
      state: 'verifying',
      askAgain: { reason: 'payment_declined', code: 'card_declined' },
    });
    const again = await claire.place(declined);
    expect(again).toMatchObject({ state: 'verifying', askAgain: { code: 'card_declined' } });
    await claire.send(declined.changeId, { type: 'PROVIDE_PAYMENT', paymentToken: 'pm_ok' });
    expect(await claire.place(declined)).toMatchObject({ state: 'completed' });
    const rows = await shop()
      .stand.payments()
      .ledger({ reference: `acme:${declined.changeId}:charge:3` });
    expect(rows.map(({ kind, amount }) => [kind, amount])).toEqual([['charge', 20160]]);
    expect(await claire.gatewayBook(declined.changeId)).toHaveLength(1);
  });

  both('a waiting payment is voided when the customer cancels, and can no longer be made', async () => {
    const { stand } = shop();
    const claire = await shop().customer({ paymentMethod: 'pm_3ds' });
    const { changeId, payment } = await claire.buy({ seats: 8 });
    const cancelled = await claire.send(changeId, { type: 'CANCEL' });
    expect(cancelled).toMatchObject({ state: 'cancelled', payment: { status: 'voided' } });
    expect(await stand.payments().confirm(payment?.link ?? '')).toBe(410);
    expect(await claire.gatewayBook(changeId)).toEqual([]);
    expect(await claire.start({ seats: 6 })).toMatchObject({ state: 'reviewing' });
  });

  both('a payment that arrived just before the customer cancelled is given back', async () => {
    const { stand } = shop();
    const claire = await shop().customer({ paymentMethod: 'pm_sepa' });
    await stand.payments().webhooks.behave({ hold: true });
    const { changeId } = await claire.buy({ seats: 8 });
    await stand.payments().settle(`acme:${changeId}:charge:1`);
    const cancelled = await claire.send(changeId, { type: 'CANCEL' });
    expect(cancelled).toMatchObject({ state: 'cancelled', ending: 'cancelled' });
    await stand.payments().webhooks.behave({});
    expect(await claire.gatewayBook(changeId)).toEqual(['charge 20160', 'refund -20160']);
    expect((await claire.mails()).map(({ kind }) => kind)).toEqual(['compensated']);
    expect((await claire.ledger()).balance).toBe('0.00');
  });

  live('webhooks that come late, three times and out of order are only a hint to look', async () => {
    const { stand } = shop();
    const claire = await shop().customer({ paymentMethod: 'pm_sepa' });
    await stand.payments().webhooks.behave({ hold: true, copies: 3 });
    const { changeId } = await claire.buy({ seats: 8 });
    await stand.payments().settle(`acme:${changeId}:charge:1`);
    await stand.payments().webhooks.release('reversed');
    expect(await claire.reaches(changeId, 'completed')).toMatchObject({ payment: { status: 'paid' } });
    await stand.payments().webhooks.behave({});
    expect(await claire.gatewayBook(changeId)).toEqual(['charge 20160']);
    expect(await claire.mails()).toHaveLength(1);
  });
});
