import type { TemporalCause } from './diagnosis';
import type { TemporalTarget } from './settings';

/** Temporal cannot be used; the message says where it was looked for, what happened and what to do. */
export class TemporalUnusable extends Error {
  override readonly name = 'TemporalUnusable';

  constructor(
    readonly code: TemporalCause,
    settings: TemporalTarget,
    cause?: unknown,
  ) {
    super(wordsFor(code, settings, cause), { cause });
  }
}

/** host:port, as it is written in `TEMPORAL_ADDRESS`. */
export const hostAndPort = ({ host, port }: Pick<TemporalTarget, 'host' | 'port'>): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`;

type Told = readonly [happened: string, todo: string];

const WORDS: Record<TemporalCause, (settings: TemporalTarget) => Told> = {
  name_unknown: () => ['nobody has that name', 'Correct TEMPORAL_ADDRESS, or the DNS of this machine.'],
  refused: () => ['nothing listens there', 'Start Temporal, or correct TEMPORAL_ADDRESS.'],
  unreachable: () => ['no way leads there', 'Correct TEMPORAL_ADDRESS, or let this machine through the network to it.'],
  silent: () => [
    'it does not answer',
    'Look whether it runs, and whether a firewall swallows what is sent to it or the DNS answers slowly.',
  ],
  closed: () => [
    'it hangs up before it has said anything',
    'Look whether a proxy in between has a Temporal behind it, and whether it speaks TLS.',
  ],
  tls_wanted: () => ['it speaks TLS, and was spoken to in plain text', 'Set TEMPORAL_TLS=1, or its certificates.'],
  tls_not_spoken: ({ apiKey }) => [
    'it does not speak TLS',
    apiKey === undefined
      ? 'Correct TEMPORAL_ADDRESS, or leave out TEMPORAL_TLS and all that begins so.'
      : 'Correct TEMPORAL_ADDRESS, or set TEMPORAL_TLS=0: an API key alone turns TLS on.',
  ],
  authority_unknown: ({ tls }) => [
    'its certificate is of an authority that is not trusted here',
    tls?.authority === undefined
      ? 'Give the authority by TEMPORAL_TLS_SERVER_CA_CERT_PATH.'
      : 'Another one stands in TEMPORAL_TLS_SERVER_CA_CERT_PATH (or _DATA): give that of the server.',
  ],
  name_wrong: ({ host, tls }) => [
    `its certificate is not for ${tls?.serverName ?? host}`,
    'Where you know that it is the right server, set TEMPORAL_TLS_SERVER_NAME to a name in its certificate.',
  ],
  certificate_out_of_date: () => [
    'its certificate has ended or is not valid yet',
    'Renew it, and look at both clocks.',
  ],
  certificate_demanded: () => [
    'it wants a client certificate and was shown none',
    'Give one by TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH.',
  ],
  certificate_refused: () => [
    'it does not take the client certificate',
    'Have it issued by an authority that the server trusts, for clients, and look at its dates.',
  ],
  tls_failed: () => ['the TLS handshake failed', 'Look at the versions and ciphers that the server allows.'],
  h2_missing: () => [
    'it does not agree to HTTP/2 (ALPN "h2"), without which no worker can connect',
    'Have the proxy in between offer "h2", or hand TLS through to Temporal.',
  ],
  not_temporal: () => [
    'something else answers there',
    'Correct TEMPORAL_ADDRESS: it is the frontend for gRPC (7233 as a rule), not the pages of Temporal.',
  ],
  key_demanded: () => ['it wants to know who calls', 'Give an API key by TEMPORAL_API_KEY, or a client certificate.'],
  key_refused: ({ namespace }) => [
    `it does not take the API key, or not for the namespace "${namespace}"`,
    'Look in TEMPORAL_API_KEY for a key that has ended or belongs to another account.',
  ],
  not_permitted: ({ namespace }) => [
    `it does not let us use the namespace "${namespace}"`,
    'Correct TEMPORAL_NAMESPACE, or have reading and writing it permitted.',
  ],
  namespace_missing: ({ namespace }) => [
    `it has no namespace "${namespace}"`,
    'Correct TEMPORAL_NAMESPACE, or make it: temporal operator namespace create.',
  ],
  authorities_missing: () => [
    'this machine has no list of authorities to trust',
    'Install ca-certificates, or give the authority by TEMPORAL_TLS_SERVER_CA_CERT_PATH.',
  ],
  certificate_of_authority: () => [
    'its certificate is the one of an authority, which workers do not take for a server',
    'Have that authority issue one for the server, and go on trusting the authority.',
  ],
  failing: () => ['it fails', 'Look into its log.'],
};

/** Causes that many things may be behind: what the server or OpenSSL says itself is told too. */
const TOLD_WITH_DETAIL: ReadonlySet<TemporalCause> = new Set(['unreachable', 'tls_failed', 'failing']);

function wordsFor(code: TemporalCause, settings: TemporalTarget, cause: unknown): string {
  const [happened, todo] = WORDS[code](settings);
  const detail = TOLD_WITH_DETAIL.has(code) && cause !== undefined ? ` (${innermost(cause)})` : '';
  return `Temporal at ${hostAndPort(settings)} cannot be used: ${happened}${detail}. ${todo}`;
}

const innermost = (cause: unknown): string =>
  cause instanceof Error ? (cause.cause === undefined ? cause.message : innermost(cause.cause)) : String(cause);
