import { aroundNow, startApi, startWorker } from '../support/flow-processes';
import { oneRun } from '../support/flow-runs';
import { openShop } from '../support/flow-shop';
import { temporalByMutualTls } from '../support/mutual-tls';

oneRun(
  'an API and a worker that reach Temporal by mutual TLS alone',
  (shop) => {
    it('an order is checked out by them, and both end as they are asked to', async () => {
      const { stand } = shop();
      const { variables, close } = await temporalByMutualTls();
      const [worker, api] = await Promise.all([
        startWorker(stand, undefined, variables),
        startApi(stand, { more: variables }),
      ]);
      const claire = await (await openShop({ ...stand, url: api.url })).customer({ period: aroundNow() });
      expect(await claire.checkOut({ seats: 8 })).toMatchObject({ state: 'verifying', stuck: null });
      await Promise.all([worker.stop(), api.stop()]);
      for (const last of await Promise.all([worker.ended, api.ended])) expect(last).toContain('(exit code 0)');
      await close();
    });
  },
  { workersOfItsOwn: true },
);
