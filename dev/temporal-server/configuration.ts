import { join } from 'node:path';
import { TEMPORAL_VARIABLES } from '../../connections/temporal/settings';
import { FRONTEND_NAME, NODE_NAME, type ServerCertificates } from './certificates';
import type { Postgres } from './postgres';

/** Ports of 127.0.0.1, one for each part of a server and one for the gossip of each. */
export const SERVER_PORTS = [
  'FRONTEND_GRPC_PORT',
  'FRONTEND_HTTP_PORT',
  'FRONTEND_MEMBERSHIP_PORT',
  'HISTORY_GRPC_PORT',
  'HISTORY_MEMBERSHIP_PORT',
  'MATCHING_GRPC_PORT',
  'MATCHING_MEMBERSHIP_PORT',
  'WORKER_GRPC_PORT',
  'WORKER_MEMBERSHIP_PORT',
] as const;

/** What the program is started with. Without a claim mapper whoever has a client certificate may do everything. */
export const SERVER_ARGUMENTS = ['--allow-no-auth', 'start'];

/** Can never be changed for a database. */
const SHARDS = 4;

export interface ServerParts {
  ports: Record<(typeof SERVER_PORTS)[number], number>;
  postgres: Postgres;
  certificates: ServerCertificates;
}

/**
 * The server's environment, by the variables that it brings with it, the same as those of its official image: no file of
 * configuration is written but the one of what can be changed while it runs.
 */
export function serverConfiguration({ ports, postgres, certificates }: ServerParts): Record<string, string> {
  const { authority, frontend, node } = certificates;
  return {
    // One of a client's has the name of one of the server's, and this process may have it set.
    ...Object.fromEntries(TEMPORAL_VARIABLES.map((variable) => [variable, ''])),
    LOG_LEVEL: 'error',
    DB: 'postgres12',
    POSTGRES_SEEDS: postgres.host,
    DB_PORT: String(postgres.port),
    POSTGRES_USER: postgres.user,
    POSTGRES_PWD: postgres.password,
    NUM_HISTORY_SHARDS: String(SHARDS),
    BIND_ON_IP: '127.0.0.1',
    TEMPORAL_BROADCAST_ADDRESS: '127.0.0.1',
    ...Object.fromEntries(SERVER_PORTS.map((name) => [name, String(ports[name])])),
    TEMPORAL_TLS_REQUIRE_CLIENT_AUTH: 'true',
    TEMPORAL_TLS_SERVER_CA_CERT: authority,
    TEMPORAL_TLS_SERVER_CERT: node.crt,
    TEMPORAL_TLS_SERVER_KEY: node.key,
    TEMPORAL_TLS_INTERNODE_SERVER_NAME: NODE_NAME,
    TEMPORAL_TLS_FRONTEND_CERT: frontend.crt,
    TEMPORAL_TLS_FRONTEND_KEY: frontend.key,
    TEMPORAL_TLS_FRONTEND_SERVER_NAME: FRONTEND_NAME,
    // Two authorities, so that one can follow the other.
    TEMPORAL_TLS_CLIENT1_CA_CERT: authority,
    TEMPORAL_TLS_CLIENT2_CA_CERT: authority,
    DYNAMIC_CONFIG_FILE_PATH: join(__dirname, 'dynamic-config.yaml'),
  };
}

/** By what API, workers and commands reach it. */
export const clientVariables = (
  { ports, certificates: { authority, client } }: Pick<ServerParts, 'ports' | 'certificates'>,
  namespace: string,
): Record<string, string> => ({
  TEMPORAL_ADDRESS: `127.0.0.1:${ports.FRONTEND_GRPC_PORT}`,
  TEMPORAL_NAMESPACE: namespace,
  TEMPORAL_TLS_SERVER_NAME: FRONTEND_NAME,
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: authority,
  TEMPORAL_TLS_CLIENT_CERT_PATH: client.crt,
  TEMPORAL_TLS_CLIENT_KEY_PATH: client.key,
});
