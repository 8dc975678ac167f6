import { WithStartWorkflowOperation, WorkflowUpdateFailedError } from '@temporalio/client';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { FORESEE, NUDGE, SEND, UNTIL_SETTLED, VIEW } from 'statechart-host/contract';
import {
  ORDER_WORKFLOW,
  type OrderInput,
  orderWorkflowId,
  PAYLOAD_UNREADABLE,
  TASK_QUEUE,
} from '../../workflows/contract';
import { everyRun } from '../support/flow-runs';
import { TENANT } from '../support/flow-stand';
import { newKey, ringOf } from '../support/key-rings';
import { NO_PAYLOADS, STRANGE, sealedByNobody, strangerIn } from '../support/strangers';

const RING = ringOf(`k1:${newKey()}`);

const headerOf = (traceparent: unknown): Payload => defaultPayloadConverter.toPayload(traceparent);
const HEADERS: Readonly<Record<string, Payload>> = {
  ...NO_PAYLOADS,
  'of another form': headerOf({ traceparent: 'none' }),
  'as long as it likes': headerOf('0'.repeat(100_000)),
};

for (const encryption of ['off', 'required'] as const) {
  everyRun(
    `what anybody sends to an order, where encryption is ${encryption}`,
    (shop) => {
      const strangers = () =>
        Object.entries({ ...NO_PAYLOADS, 'under a key that nobody has': null }).map(([whose, payload]) => ({
          whose,
          sends: (workflowId: string) =>
            strangerIn(shop().stand.temporal, payload ?? sealedByNobody(workflowId)).workflow,
        }));

      it('signals and questions that cannot be read move nothing, and the order goes on', async () => {
        const claire = await shop().customer();
        const { changeId } = await claire.start({ seats: 8 });
        const id = orderWorkflowId(TENANT, changeId);
        const own = shop().stand.temporal.client.workflow.getHandle(id);
        for (const { sends } of strangers()) {
          const order = sends(id).getHandle(id);
          await order.signal(NUDGE, STRANGE);
          await expect(order.query(FORESEE, STRANGE)).rejects.toThrow();
        }
        expect(await own.query(VIEW)).toMatchObject({ state: 'reviewing', nudgesRejected: strangers().length });
        expect(await own.executeUpdate(SEND, { args: [{ type: 'CHECKOUT' }] })).toMatchObject({ state: 'verifying' });
      });

      it('events that cannot be read are refused, and the order goes on', async () => {
        const claire = await shop().customer();
        const { changeId } = await claire.start({ seats: 8 });
        const id = orderWorkflowId(TENANT, changeId);
        for (const { sends } of strangers()) {
          const refused = sends(id)
            .getHandle(id)
            .executeUpdate(SEND, { args: [STRANGE] });
          await expect(refused).rejects.toMatchObject({ cause: { type: PAYLOAD_UNREADABLE } });
        }
        expect(await claire.send(changeId, { type: 'CHECKOUT' })).toMatchObject({ state: 'verifying' });
      });

      it('a start that cannot be read is none, whatever memo it brings', async () => {
        for (const [nth, payload] of Object.values(NO_PAYLOADS).entries()) {
          const { workflow } = strangerIn(shop().stand.temporal, payload);
          const start = new WithStartWorkflowOperation(ORDER_WORKFLOW, {
            workflowId: orderWorkflowId(TENANT, `chg_strange_${nth}`),
            taskQueue: TASK_QUEUE,
            args: [STRANGE],
            memo: { note: STRANGE },
            workflowIdConflictPolicy: 'USE_EXISTING',
          });
          const refused = workflow.executeUpdateWithStart(UNTIL_SETTLED, { startWorkflowOperation: start });
          await expect(refused).rejects.toBeInstanceOf(WorkflowUpdateFailedError);
          await expect(refused).rejects.toMatchObject({ cause: { type: PAYLOAD_UNREADABLE } });
        }
      });
    },
    { payloads: { encryption, ring: RING } },
  );
}

everyRun('headers that anybody sends', (shop) => {
  it('one that cannot be read, or is none, stops no step of an order', async () => {
    for (const [nth, header] of Object.values(HEADERS).entries()) {
      const { account, subscription } = await shop().customer();
      const { workflow } = strangerIn(shop().stand.temporal, sealedByNobody(''), header);
      const order: OrderInput = {
        tenantId: TENANT,
        changeId: `chg_header_${nth}`,
        accountId: account,
        actor: { userId: 'claire', role: 'service' },
        changes: [{ subscriptionId: subscription, seats: 8 }],
      };
      const workflowId = orderWorkflowId(TENANT, order.changeId);
      const start = new WithStartWorkflowOperation(ORDER_WORKFLOW, {
        ...{ workflowId, taskQueue: TASK_QUEUE, args: [order] },
        workflowIdConflictPolicy: 'USE_EXISTING',
      });
      await workflow.executeUpdateWithStart(UNTIL_SETTLED, { startWorkflowOperation: start });
      const handle = workflow.getHandle(workflowId);
      await handle.signal(NUDGE, { type: 'EXPIRE' });
      await handle.executeUpdate(SEND, { args: [{ type: 'CHECKOUT' }] });
      const placed = handle.executeUpdate(SEND, { args: [{ type: 'PLACE_ORDER' }] });
      expect(await placed).toMatchObject({ state: 'completed' });
    }
  });
});
