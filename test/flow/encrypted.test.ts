import { Client, WithStartWorkflowOperation } from '@temporalio/client';
import type { PayloadSettings } from '../../connections/temporal/payloads/settings';
import * as avenant from '../../workflows/contract';
import { everythingHeld, readableIn } from '../support/everything-in-temporal';
import { oneRun } from '../support/flow-runs';
import { TENANT } from '../support/flow-stand';
import { newKey, ringOf } from '../support/key-rings';

const CANARIES = {
  company: 'Canary Wharf Birds GmbH',
  vatNumber: 'DE811115368',
  token: 'pm_ok_canary',
} as const;

const payloads: PayloadSettings = { encryption: 'required', ring: ringOf(`k1:${newKey()}`) };

oneRun(
  'an order whose payloads are sealed',
  (shop) => {
    it('nothing personal can be read of it where Temporal keeps it', async () => {
      const bernd = await shop().customer({ country: 'DE', companyName: CANARIES.company, paymentMethod: null });
      const checkout = await bernd.checkOut({ seats: 8 });
      await bernd.send(checkout.changeId, { type: 'PROVIDE_VAT', vatNumber: CANARIES.vatNumber });
      const { client } = shop().stand.temporal;
      const handle = client.workflow.getHandle(avenant.orderWorkflowId(TENANT, checkout.changeId));
      const given = { type: 'PROVIDE_PAYMENT', paymentToken: CANARIES.token };
      await handle.executeUpdate('send', { args: [given], updateId: 'given-1' });
      const held = await everythingHeld(shop().stand.temporal);
      expect(held.length).toBeGreaterThan(0);
      expect(readableIn(held, Object.values(CANARIES))).toEqual([]);
    });

    it('who starts an order in the clear is told so, in words that need no key', async () => {
      const claire = await shop().customer();
      const { connection, name: namespace } = shop().stand.temporal;
      const plain = new Client({ connection, namespace });
      const order = {
        tenantId: TENANT,
        changeId: 'chg_in_the_clear',
        accountId: claire.account,
        actor: { userId: 'claire', role: 'service' },
        changes: [{ subscriptionId: claire.subscription, seats: 8 }],
      };
      const start = new WithStartWorkflowOperation(avenant.ORDER_WORKFLOW, {
        workflowId: avenant.orderWorkflowId(TENANT, order.changeId),
        taskQueue: avenant.TASK_QUEUE,
        args: [order],
        workflowIdConflictPolicy: 'USE_EXISTING',
      });
      const started = plain.workflow.executeUpdateWithStart('untilSettled', { startWorkflowOperation: start });
      await expect(started).rejects.toMatchObject({ cause: { type: avenant.IN_THE_CLEAR, message: /in the clear/ } });
    });
  },
  { payloads },
);
