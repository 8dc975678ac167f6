import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { aroundNow } from '../support/flow-processes';
import { oneRun } from '../support/flow-runs';
import { openShop } from '../support/flow-shop';
import { PATIENCE, until } from '../support/within';
import { startWatched, type WatchedProcesses } from './scrape';

interface SpanSeen {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  service: string;
  attributes: Record<string, string>;
}

interface Otlp {
  resourceSpans: {
    resource: { attributes: Attribute[] };
    scopeSpans: { spans: (Omit<SpanSeen, 'attributes' | 'service'> & { attributes: Attribute[] })[] }[];
  }[];
}
interface Attribute {
  key: string;
  value: { stringValue?: string; intValue?: number };
}

const plain = (attributes: Attribute[]): Record<string, string> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, String(value.stringValue ?? value.intValue)]));

/** Takes what exporters send. */
async function openReceiver(): Promise<{ url: string; spans: SpanSeen[]; bodies: string[]; server: Server }> {
  const spans: SpanSeen[] = [];
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts).toString();
    bodies.push(body);
    for (const { resource, scopeSpans } of (JSON.parse(body) as Otlp).resourceSpans)
      for (const span of scopeSpans.flatMap((scope) => scope.spans)) {
        const service = plain(resource.attributes)['service.name'] ?? '';
        spans.push({ ...span, service, attributes: plain(span.attributes) });
      }
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans, bodies, server };
}

/** The trace of a caller, sampled. */
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = 'a1b2c3d4e5f60718';

oneRun(
  'traces',
  (shop) => {
    let receiver: Awaited<ReturnType<typeof openReceiver>>;
    let watched: WatchedProcesses;
    beforeAll(async () => {
      receiver = await openReceiver();
      const traced = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_BSP_SCHEDULE_DELAY: '100' };
      watched = await startWatched(shop().stand, { worker: traced, api: traced });
    });
    afterAll(async () => {
      await watched.stop();
      receiver.server.close();
    });

    it('one trace leads from the request of a caller through workflow and steps to the gateway, and holds ids alone', async () => {
      const { stand } = shop();
      const { customer } = await openShop({ ...stand, url: watched.api.url });
      const claire = await customer({ period: aroundNow(), companyName: 'Canarie et Fils' });
      const { changeId, quote } = await claire.checkOut({ seats: 8 });
      const answer = await fetch(`${watched.api.url}/v1/changes/${changeId}/events`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${await stand.key('service')}`,
          'avenant-on-behalf-of': 'claire',
          'content-type': 'application/json',
          'idempotency-key': 'traced',
          prefer: 'wait=20',
          traceparent: `00-${TRACE}-${CALLER}-01`,
        },
        body: JSON.stringify({ type: 'PLACE_ORDER', quoteHash: quote?.hash }),
      });
      expect([answer.status, ((await answer.json()) as { state: string }).state]).toEqual([200, 'completed']);
      const ofTrace = () => receiver.spans.filter(({ traceId }) => traceId === TRACE);
      const named = (name: string) => ofTrace().find((span) => span.name === name);
      await until(PATIENCE, 'the request to be exported', async () =>
        ['POST /v1/changes/{changeId}/events', 'step charge', 'sandbox charge', 'step reserve'].every(named),
      );

      const request = named('POST /v1/changes/{changeId}/events');
      expect(request).toMatchObject({ service: 'avenant-api', parentSpanId: CALLER });
      const update = ofTrace().find(({ name }) => name.startsWith('temporal update'));
      expect(update).toMatchObject({ service: 'avenant-api', parentSpanId: request?.spanId });
      const [step, local, gateway] = ['step charge', 'step reserve', 'sandbox charge'].map(named);
      for (const one of [step, local])
        expect(one).toMatchObject({ service: 'avenant-worker', parentSpanId: update?.spanId });
      const stepKey = expect.stringMatching(new RegExp(`^acme:${changeId}:charge:\\d+$`));
      expect(gateway).toMatchObject({ service: 'avenant-worker', parentSpanId: step?.spanId });
      expect(gateway?.attributes).toEqual({
        'avenant.gateway': 'sandbox',
        'avenant.operation': 'charge',
        'avenant.outcome': 'succeeded',
        'avenant.step_key': stepKey,
      });
      expect(request?.attributes).toMatchObject({ 'avenant.tenant_id': 'acme', 'avenant.order_id': changeId });
      expect(receiver.bodies.join('\n')).not.toMatch(/Canarie|claire|pm_ok/);
    });
  },
  { workersOfItsOwn: true },
);

oneRun(
  'traces of a part of what happens',
  (shop) => {
    it('whoever samples nothing exports nothing, and the order is bought all the same', async () => {
      const receiver = await openReceiver();
      const traced = {
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_BSP_SCHEDULE_DELAY: '100',
        OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
        OTEL_TRACES_SAMPLER_ARG: '0',
      };
      const watched = await startWatched(shop().stand, { worker: traced, api: traced });
      expect(await (await watched.customer()).buy({ seats: 8 })).toMatchObject({ state: 'completed' });
      // What waits to be exported is sent before a process ends.
      await watched.stop();
      receiver.server.close();
      expect(receiver.spans).toEqual([]);
    });
  },
  { workersOfItsOwn: true },
);
