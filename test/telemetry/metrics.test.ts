import { version } from '../../package.json';
import type { Health } from '../../schemas/workers/health';
import { FlowApi } from '../support/flow-api';
import { oneRun } from '../support/flow-runs';
import { PATIENCE, until } from '../support/within';
import { scrape, startWatched, type WatchedProcesses } from './scrape';

oneRun(
  'what both processes count',
  (shop) => {
    let watched: WatchedProcesses;
    beforeAll(async () => {
      watched = await startWatched(shop().stand, { api: { AVENANT_MAIL_URL: 'smtp://127.0.0.1:1' } });
      const claire = await watched.customer();
      expect(await claire.buy({ seats: 8 })).toMatchObject({ state: 'completed' });
      await (await watched.customer()).start({ seats: 7 });
    });
    afterAll(() => watched.stop());

    const answerOf = async (url: string) => {
      const answer = await fetch(url);
      return { status: answer.status, body: (await answer.json()) as object };
    };
    const health = async () => {
      const operator = new FlowApi(watched.api.url, await shop().stand.key('operator', 'otto'));
      return operator.get<Health>('/v1/health');
    };

    it('a request is counted by the template of its route, and an address that no route takes as none', async () => {
      await fetch(`${watched.api.url}/v1/changes/chg_of_nobody/timeline`);
      await fetch(`${watched.api.url}/nowhere/${Math.random()}`);
      const series = await scrape(watched.ports.api);
      const counted = (method: string, route: string, status: string, waited = 'false') =>
        series.get(
          `http_request_duration_seconds_count{method="${method}",route="${route}",status_class="${status}",waited="${waited}"}`,
        );
      expect(counted('GET', '/v1/changes/{changeId}/timeline', '4xx')).toBe(1);
      expect(counted('GET', 'none', '4xx')).toBe(1);
      expect(counted('POST', '/v1/changes', '2xx', 'true')).toBe(2);
      expect(series.get('http_requests_in_flight')).toBe(0);
      const values = [...series.keys()].join('\n');
      expect(values).not.toMatch(/chg_|acme|claire|nowhere/);
    });

    it('a worker counts its calls to gateways and shows what the SDK counts beside them', async () => {
      const series = await scrape(watched.ports.worker);
      const charged = 'gateway_call_duration_seconds_count{gateway="sandbox",operation="charge",outcome="succeeded"}';
      expect(series.get(charged)).toBe(1);
      const names = new Set([...series.keys()].map((name) => name.replace(/\{.*/, '')));
      for (const name of ['temporal_num_pollers', 'temporal_workflow_task_execution_latency_seconds_count'])
        expect(names).toContain(name);
      expect(series.get(`avenant_build_info{version="${version}",build="watched"}`)).toBe(1);
    });

    it('one API process of several shows how everything stands, and another one goes on when it has ended', async () => {
      const other = await startWatched(shop().stand);
      const showing = async () => {
        const all = await Promise.all([watched, other].map(({ ports }) => scrape(ports.api)));
        return all.map((series) => series.get('avenant_orders{state="reviewing"}'));
      };
      expect(await showing()).toEqual([1, undefined]);
      await watched.api.stop();
      await until(PATIENCE, 'another process to go on', async () =>
        (await scrape(other.ports.api)).has('avenant_orders{state="reviewing"}'),
      );
      const seen = (await scrape(other.ports.api)).get('avenant_worker_seen_timestamp_seconds{kind="workflow"}');
      expect(Math.abs(Date.now() / 1_000 - (seen ?? 0))).toBeLessThan(120);
      await watched.worker.stop();
      watched = other;
    });

    it('operators see in one answer how everything stands', async () => {
      expect(await health()).toMatchObject({
        ...{ version, build: 'watched', setup: { missing: [] } },
        queues: [
          { kind: 'workflow', workerSeenAt: expect.any(String), backlog: 0, backlogAgeSeconds: 0 },
          { kind: 'activity', workerSeenAt: expect.any(String), backlog: 0, backlogAgeSeconds: 0 },
        ],
        oldest: { mail: expect.any(String), inboundEvent: null, unknownPayment: null, stuckOrder: null },
        inspections: [],
      });
    });

    it('a process is ready and alive on its port of metrics, and says there which build it is', async () => {
      for (const port of Object.values(watched.ports)) {
        expect(await answerOf(`${port}/readyz`)).toEqual({ status: 200, body: { status: 'pass', missing: [] } });
        const lives = { status: 'pass', missing: [], version, build: 'watched' };
        expect(await answerOf(`${port}/livez`)).toEqual({ status: 200, body: lives });
        expect((await fetch(`${port}/else`)).status).toBe(404);
      }
      const { body } = await answerOf(`${watched.api.url}/livez`);
      expect(body).toEqual({ status: 'pass', version, build: 'watched' });
    });
  },
  { workersOfItsOwn: true },
);
