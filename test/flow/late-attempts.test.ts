import { asyncLocalStorage } from '@temporalio/activity';
import { Gate } from 'statechart-host/testing';
import { DONE_BY_THE_STEP_BEFORE } from '../support/failing-steps';
import { storeDump } from '../support/flow-dump';
import { everyRun } from '../support/flow-runs';
import type { Shop } from '../support/flow-shop';
import { SHORT_ATTEMPTS } from '../support/hurried-workflows';
import { PATIENCE, until, within } from '../support/within';

interface Held {
  /** Where the local attempt waits. */
  gate: Gate;
  /** Settles when the local attempt has ended, however it did. */
  ended: Promise<unknown>;
}

/** The step whose next local attempt is to be held at its beginning, before any of its writes. */
let toHold: { step: string; caught(held: Held): void } | undefined;

function holdLocal(step: string): Promise<Held> {
  return new Promise((caught) => {
    toHold = { step, caught };
  });
}

/** A step that is to be held must be one: where the step before does its work in the same breath, that fails. */
async function keepsToSteps(point: string): Promise<void> {
  if (toHold !== undefined && DONE_BY_THE_STEP_BEFORE[point] === toHold.step) throw new Error('A step of its own.');
}

function held<Input, Output>(name: string, run: (input: Input) => Promise<Output>): (input: Input) => Promise<Output> {
  return (input) => {
    const isLocal = asyncLocalStorage.getStore()?.info.isLocal ?? false;
    if (!isLocal || toHold?.step !== name) return run(input);
    const { caught } = toHold;
    toHold = undefined;
    const gate = new Gate();
    const attempt = gate.pass().then(() => run(input));
    caught({ gate, ended: attempt.catch(() => undefined) });
    return attempt;
  };
}

everyRun(
  'late local attempts',
  (shop, live, both) => {
    // Webhooks come when they will and make an order look again: not what is told here.
    beforeEach(() => shop().stand.payments().webhooks.behave({ hold: true }));

    const afterTheOrder = (step: string) => async (): Promise<void> => {
      const claire = await shop().customer();
      const holding = holdLocal(step);
      const bought = claire.buy({ seats: 8 });
      const { gate, ended } = await within(PATIENCE, holding, `a local attempt of ${step}`);
      const order = await bought;
      expect(order).toMatchObject({ state: 'completed' });
      const before = await everything(shop());
      gate.open();
      await within(PATIENCE, ended, 'the end of the late attempt');
      expect(await everything(shop())).toEqual(before);
      expect(await claire.gatewayBook(order.changeId)).toEqual(['charge 20160']);
    };

    both('a local attempt of reserve that finishes after the whole order changes nothing', afterTheOrder('reserve'));
    both('a local attempt of apply that finishes after the whole order changes nothing', afterTheOrder('apply'));
    live('a local attempt of assess that finishes after the whole order changes nothing', afterTheOrder('assess'));
    live('a local attempt of quote that finishes after the whole order changes nothing', afterTheOrder('quote'));
    live('a local attempt of confirm that finishes after the whole order changes nothing', afterTheOrder('confirm'));

    live(
      'a local attempt of reserve that finishes after the regular one, with the order under way, changes nothing',
      async () => {
        const claire = await shop().customer({ paymentMethod: 'pm_sepa' });
        const holding = holdLocal('reserve');
        const bought = claire.buy({ seats: 8 });
        const { gate, ended } = await holding;
        const order = await bought;
        expect(order).toMatchObject({ state: 'settlingPayment.waiting' });
        const before = await everything(shop());
        gate.open();
        await within(PATIENCE, ended, 'the end of the late attempt');
        expect(await everything(shop())).toEqual(before);
      },
    );

    both(
      'a local attempt of reserve that finishes after the release reserves nothing and holds no balance',
      async () => {
        const claire = await shop().customer();
        // 58.80 on the balance: an order for more seats will hold it.
        await claire.buy({ seats: 1 });
        shop().stand.clock.advance({ seconds: 5 });
        await shop().stand.payments().script({ fault: 'decline', code: 'card_declined', operation: 'charge' });
        const holding = holdLocal('reserve');
        const bought = claire.buy({ seats: 3 });
        const { gate, ended } = await holding;
        const order = await bought;
        expect(order).toMatchObject({ state: 'verifying', askAgain: { reason: 'payment_declined' } });
        expect((await claire.ledger()).balance).toBe('58.80');
        const before = await everything(shop());
        gate.open();
        await within(PATIENCE, ended, 'the end of the late attempt');
        expect(await everything(shop())).toEqual(before);
        expect(await claire.place(order)).toMatchObject({ state: 'completed' });
        // 3 x 31.00 - 31.00 = 62.00, x 1.2 = 74.40, less 58.80
        expect(await claire.gatewayBook(order.changeId)).toEqual(['charge 1560']);
      },
    );

    both('a local attempt of release that finishes in the next visit takes nothing away from that visit', async () => {
      const claire = await shop().customer();
      await shop().stand.payments().script({ fault: 'decline', code: 'card_declined', operation: 'charge' });
      const holding = holdLocal('release');
      const bought = claire.buy({ seats: 8 });
      const { gate, ended } = await holding;
      const declined = await bought;
      expect(declined).toMatchObject({ state: 'verifying' });
      await shop().stand.payments().script({ fault: 'pending', operation: 'charge' });
      expect(await claire.place(declined)).toMatchObject({ state: 'settlingPayment.waiting' });
      const before = await everything(shop());
      gate.open();
      await within(PATIENCE, ended, 'the end of the late attempt');
      expect(await everything(shop())).toEqual(before);
      await shop().stand.payments().webhooks.behave({});
      await shop().stand.payments().settle(`acme:${declined.changeId}:charge:2`);
      await until(PATIENCE, 'the end', async () => (await claire.look(declined.changeId)).state === 'completed');
      expect(await claire.gatewayBook(declined.changeId)).toEqual(['charge 20160']);
    });
  },
  {
    steps: (real) => ({
      assess: held('assess', real.assess),
      quote: held('quote', real.quote),
      reserve: held('reserve', real.reserve),
      apply: held('apply', real.apply),
      confirm: held('confirm', real.confirm),
      release: held('release', real.release),
    }),
    pauseAt: keepsToSteps,
    change: SHORT_ATTEMPTS,
  },
);

/** Everything that is stored and everything the gateway has booked. */
async function everything({ stand }: Shop): Promise<object> {
  return { stored: await storeDump(stand.mongo), booked: await stand.payments().ledger() };
}
