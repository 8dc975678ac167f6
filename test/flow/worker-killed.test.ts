import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GuardedProcess } from 'statechart-host/testing';
import { aroundNow, startWorker } from '../support/flow-processes';
import { oneRun } from '../support/flow-runs';

/** A loopback address that kills a process with SIGKILL when the gateway calls it. */
async function killWhenCalled(pid: number): Promise<{ url: string; happened: Promise<unknown>; close(): void }> {
  const server = createServer((_, response) => {
    process.kill(pid, 'SIGKILL');
    response.end();
  });
  const happened = once(server, 'request');
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, happened, close: () => server.close() };
}

oneRun(
  'killing a worker while it charges',
  (shop) => {
    let worker: GuardedProcess;

    beforeAll(async () => {
      worker = await startWorker(shop().stand);
    });
    afterAll(() => worker.stop());

    const placeAndKill = async (when: 'before_commit' | 'after_commit') => {
      const { stand } = shop();
      // A worker process has the present as its clock.
      const claire = await shop().customer({ period: aroundNow() });
      const checkout = await claire.checkOut({ seats: 8 });
      const killer = await killWhenCalled(worker.pid);
      const fault = { fault: 'callback', operation: 'charge', afterwards: 'drop', when, url: killer.url } as const;
      await stand.payments().script(fault);
      // 202 when the order takes longer than the caller waits: a task may stick to the dead worker for ten seconds.
      const order = { body: { type: 'PLACE_ORDER' }, expect: [200, 202] };
      const placed = claire.ask('POST', `/v1/changes/${checkout.changeId}/events`, order);
      await killer.happened;
      killer.close();
      await worker.ended;
      worker = await startWorker(stand);
      await placed;
      return { claire, changeId: checkout.changeId, due: checkout.quote?.dueToday.amount ?? '' };
    };

    it('a worker that is killed after the gateway took the money leaves one charge, one change and one mail', async () => {
      const { claire, changeId, due } = await placeAndKill('after_commit');
      expect(await claire.reaches(changeId, 'completed')).toMatchObject({ payment: { status: 'paid' } });
      expect(await claire.gatewayBook(changeId)).toEqual([`charge ${due.replace('.', '')}`]);
      expect(await claire.terms()).toMatchObject({ seats: 8 });
      const { version } = await claire.get<{ version: number }>(`/v1/subscriptions/${claire.subscription}`);
      expect(version).toBe(2);
      expect((await claire.mails()).map(({ kind }) => kind)).toEqual(['confirmed']);
      expect((await claire.ledger()).entries.filter((entry) => entry.startsWith('payment'))).toHaveLength(1);
    });

    it('a worker that is killed before the gateway took the money charges nothing until support says so', async () => {
      const { claire, changeId, due } = await placeAndKill('before_commit');
      const stuck = await claire.reaches(changeId, 'settlingPayment.unknown.waiting');
      expect(stuck.stuck).toMatchObject({ step: 'settlingPayment', code: 'payment_unknown' });
      expect(await claire.gatewayBook(changeId)).toEqual([]);
      const { lead, secondLead } = shop();
      const resolve = { type: 'RESOLVE_NOT_PAID', evidence: 'The gateway knows of no such payment.' };
      const back = await secondLead.act(changeId, await lead.request(changeId, resolve));
      expect(back).toMatchObject({ state: 'verifying' });
      expect(await claire.place(back)).toMatchObject({ state: 'completed' });
      expect(await claire.gatewayBook(changeId)).toEqual([`charge ${due.replace('.', '')}`]);
    });
  },
  { workersOfItsOwn: true },
);
