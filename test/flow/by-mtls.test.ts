import { Authority } from '../../dev/temporal-server/authority';
import { aroundNow, startApi, startWorker } from '../support/flow-processes';
import { oneRun } from '../support/flow-runs';
import { openShop } from '../support/flow-shop';
import { openTlsProxy, serverAt } from '../support/tls-proxy';

oneRun(
  'an API and a worker that reach Temporal by mutual TLS alone',
  (shop) => {
    it('an order is checked out by them, and both end as they are asked to', async () => {
      const { stand } = shop();
      const authority = new Authority('the authority of this test');
      const proxy = await openTlsProxy(serverAt(stand.temporal.address), {
        shows: authority.issue(['127.0.0.1']),
        demands: authority.crt,
        protocols: ['h2'],
      });
      const { crt, key } = authority.issue(['avenant']);
      const byTls = {
        TEMPORAL_ADDRESS: proxy.address,
        TEMPORAL_TLS_SERVER_CA_CERT_DATA: authority.crt,
        TEMPORAL_TLS_CLIENT_CERT_DATA: crt,
        TEMPORAL_TLS_CLIENT_KEY_DATA: key,
      };
      const [worker, api] = await Promise.all([startWorker(stand, undefined, byTls), startApi(stand, { more: byTls })]);
      const claire = await (await openShop({ ...stand, url: api.url })).customer({ period: aroundNow() });
      expect(await claire.checkOut({ seats: 8 })).toMatchObject({ state: 'verifying', stuck: null });
      await Promise.all([worker.stop(), api.stop()]);
      for (const last of await Promise.all([worker.ended, api.ended])) expect(last).toContain('(exit code 0)');
      await proxy.close();
    });
  },
  { workersOfItsOwn: true },
);
