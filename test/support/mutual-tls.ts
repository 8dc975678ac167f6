import { Authority } from '../../dev/temporal-server/authority';
import { testTemporal } from './backends';
import { openTlsProxy, serverAt } from './tls-proxy';

/** A Temporal that is reached by mutual TLS alone. */
export interface TemporalByTls {
  /** By these variables API and worker reach it. */
  variables: Record<string, string>;
  close(): Promise<void>;
}

/** The Temporal of the run: as it is where it demands certificates itself, else behind a proxy that does. */
export async function temporalByMutualTls(): Promise<TemporalByTls> {
  const { address, spoken } = testTemporal();
  // Its processes have the variables of the run.
  if (spoken.tls) return { variables: {}, close: async () => {} };
  const authority = new Authority('the authority of this test');
  const proxy = await openTlsProxy(serverAt(address), {
    shows: authority.issue(['127.0.0.1']),
    demands: authority.crt,
    protocols: ['h2'],
  });
  const { crt, key } = authority.issue(['avenant']);
  const variables = {
    TEMPORAL_ADDRESS: proxy.address,
    TEMPORAL_TLS_SERVER_CA_CERT_DATA: authority.crt,
    TEMPORAL_TLS_CLIENT_CERT_DATA: crt,
    TEMPORAL_TLS_CLIENT_KEY_DATA: key,
  };
  return { variables, close: () => proxy.close() };
}
