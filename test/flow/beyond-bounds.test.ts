import { Client } from '@temporalio/client';
import { SEND, TOO_LARGE } from 'statechart-host/contract';
import { MOST_BYTES } from '../../connections/temporal/payloads/codec';
import * as avenant from '../../workflows/contract';
import { oneRun } from '../support/flow-runs';
import { TENANT } from '../support/flow-stand';

/** More than this engine takes; it tells nobody its limits, and ends a workflow that exceeds one. */
const BEYOND = 'x'.repeat(2_200_000);

let answersBeyond: 'assess' | 'checkGrant' | null = null;

oneRun(
  'something too large',
  (shop) => {
    afterEach(() => {
      answersBeyond = null;
    });

    const handleOf = (changeId: string, client = shop().stand.temporal.client) =>
      client.workflow.getHandle(avenant.orderWorkflowId(TENANT, changeId));
    const statusOf = async (changeId: string) => (await handleOf(changeId).describe()).status.name;
    /** As a service has it that knows nothing of our bounds. */
    const plain = (): Client => {
      const { connection, name: namespace } = shop().stand.temporal;
      return new Client({ connection, namespace });
    };

    it('an order refuses the event, whichever client sends it, and goes on', async () => {
      const claire = await shop().customer();
      const { changeId } = await claire.start({ seats: 8 });
      const event = { type: 'PROVIDE_VAT', vatNumber: BEYOND };
      const ours = handleOf(changeId).executeUpdate(SEND, { args: [event] });
      await expect(ours).rejects.toMatchObject({ type: TOO_LARGE, details: [{ bound: MOST_BYTES }] });
      const theirs = handleOf(changeId, plain()).executeUpdate(SEND, { args: [event] });
      await expect(theirs).rejects.toThrow();
      const smaller = { type: 'CHECKOUT', note: BEYOND.slice(0, 100_000) };
      await expect(handleOf(changeId, plain()).executeUpdate(SEND, { args: [smaller] })).rejects.toThrow();
      expect(await statusOf(changeId)).toBe('RUNNING');
      expect(await claire.send(changeId, { type: 'CHECKOUT' })).toMatchObject({ state: 'verifying' });
    });

    it('an order is stuck where a step answers it, and not ended', async () => {
      const claire = await shop().customer();
      answersBeyond = 'assess';
      const { changeId, state } = await claire.start({ seats: 8 });
      expect(await statusOf(changeId)).toBe('RUNNING');
      expect(state).toBe('assessing.stuck.waiting');
    });

    it('an order refuses the event of support whose permission comes back so, and goes on', async () => {
      const claire = await shop().customer();
      const { changeId } = await claire.start({ seats: 8 });
      answersBeyond = 'checkGrant';
      const forged = { type: 'HOLD', by: { userId: 'lea', role: 'support_lead' } };
      const sent = handleOf(changeId).executeUpdate(SEND, { args: [forged] });
      await expect(sent).rejects.toMatchObject({ cause: { type: avenant.PERMISSION_UNCHECKED } });
      expect(await statusOf(changeId)).toBe('RUNNING');
      answersBeyond = null;
      expect(await claire.send(changeId, { type: 'CHECKOUT' })).toMatchObject({ state: 'verifying' });
    });
  },
  {
    steps: (real) => ({
      assess: async (...call) => {
        const answer = await real.assess(...call);
        return answersBeyond === 'assess' ? { ...answer, more: BEYOND } : answer;
      },
      checkGrant: async (...call) => {
        const answer = await real.checkGrant(...call);
        return answersBeyond === 'checkGrant' ? { ...answer, more: BEYOND } : answer;
      },
    }),
  },
);
