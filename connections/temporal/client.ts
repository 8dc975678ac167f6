import { Client, Connection, type ConnectionOptions, type WorkflowClientInterceptor } from '@temporalio/client';
import { retriesUnlessBusy } from 'statechart-host/client';
import { SECOND } from '../../billing/calendar/durations';
import { clientCodec } from './payloads/codec';
import { PAST_PROXIES, reachTemporal, type Tell } from './reaching';
import type { TemporalTarget } from './settings';

/** For a call to Temporal that is given no limit of its own, in milliseconds. */
const CALL_LIMIT = 10 * SECOND;

/**
 * A client of the namespace, each of whose calls ends. Whoever opens it closes its connection.
 *
 * @param calls see every call of the client to a workflow
 * @throws TemporalUnusable within a second where that can be known
 */
export async function openTemporal(
  settings: TemporalTarget,
  tell: Tell,
  calls: readonly WorkflowClientInterceptor[] = [],
): Promise<Client> {
  const interceptors = retriesUnlessBusy({ endsWithin: CALL_LIMIT });
  const open = (options: ConnectionOptions) =>
    Connection.connect({ ...options, interceptors, channelArgs: PAST_PROXIES });
  return clientOf(await reachTemporal(settings, open, tell), settings, calls);
}

/** A client over a connection that is there already, which reads and writes payloads as everybody else does. */
export const clientOf = (
  connection: Connection,
  { namespace, payloads }: Pick<TemporalTarget, 'namespace' | 'payloads'>,
  calls: readonly WorkflowClientInterceptor[] = [],
): Client => {
  const dataConverter = { payloadCodecs: [clientCodec(payloads)] };
  return new Client({ connection, namespace, dataConverter, interceptors: { workflow: [...calls] } });
};
