import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Build } from '../build';

/** Seconds: from a cached answer to what nobody waits for any more. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Seconds: events from outside may be parked for a day. */
const LONG_BUCKETS = [0.05, 0.25, 1, 5, 30, 60, 300, 600, 3_600, 21_600, 86_400];

/** What a process counts. No label names a tenant, a person or an order: their number has no bound. */
export interface Metrics {
  registry: Registry;
  requestDuration: Histogram<'method' | 'route' | 'status_class' | 'waited'>;
  requestsInFlight: Gauge;
  gatewayCallDuration: Histogram<'gateway' | 'operation' | 'outcome'>;
  inboundLag: Histogram<'source'>;
}

/** Begins to count, each process for itself; what it has counted ends with it. */
export function newMetrics({ version, build }: Build): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'avenant_build_info',
    help: 'Always 1; its labels say which version and build runs.',
    labelNames: ['version', 'build'],
    registers,
  }).set({ version, build }, 1);
  return {
    registry,
    requestDuration: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the first byte of a request to the end of its answer, in seconds. Lines of live updates are left out; `waited` is true where the caller asked to wait.',
      labelNames: ['method', 'route', 'status_class', 'waited'],
      buckets: BUCKETS,
      registers,
    }),
    requestsInFlight: new Gauge({
      name: 'http_requests_in_flight',
      help: 'Requests that are being answered now, lines of live updates among them.',
      registers,
    }),
    gatewayCallDuration: new Histogram({
      name: 'gateway_call_duration_seconds',
      help: 'Time of a call to an outside service, in seconds; `outcome` is its answer in one word, or "threw".',
      labelNames: ['gateway', 'operation', 'outcome'],
      buckets: BUCKETS,
      registers,
    }),
    inboundLag: new Histogram({
      name: 'webhook_inbound_lag_seconds',
      help: 'Time from the arrival of an event from outside until it was acted on, in seconds.',
      labelNames: ['source'],
      buckets: LONG_BUCKETS,
      registers,
    }),
  };
}
