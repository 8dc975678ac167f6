import { causeOfCode, type LineCause } from '../causes';
import type { Observed } from './greeting';

/** What keeps Temporal from being used. */
export type TemporalCause =
  | LineCause
  /** It does not agree to HTTP/2 in the handshake: the API could do without, workers cannot. */
  | 'h2_missing'
  /** Something else answers. */
  | 'not_temporal'
  /** It wants to know who calls, and was not told. */
  | 'key_demanded'
  /** It does not take the key that it was shown. */
  | 'key_refused'
  /** It knows who calls, and does not let them use the namespace. */
  | 'not_permitted'
  | 'namespace_missing'
  /** Node brings authorities of its own, and this machine has none for the client of workers. */
  | 'authorities_missing'
  /** The API takes the certificate of an authority for a server's, and the client of workers does not. */
  | 'certificate_of_authority'
  /** It was reached and fails. */
  | 'failing';

/** How a server was greeted. */
interface Greeted {
  /** Whether it was shown a client certificate. */
  hasCertificate: boolean;
}

/** What keeps a connection from being made, by what was seen of it; null where nothing does. */
export function diagnose(seen: Observed, greeted: Greeted): TemporalCause | null {
  if (seen.words === 'http2') return null;
  if (seen.words !== undefined) return seen.words === 'tls' ? 'tls_wanted' : 'not_temporal';
  if (seen.failed === undefined) return 'h2_missing';
  if (seen.failed === 'silent') return 'silent';
  if (/ALERT_NO_APPLICATION_PROTOCOL/.test(seen.failed)) return 'h2_missing';
  const cause = seen.failed === 'closed' ? 'closed' : causeOfCode(seen.failed, greeted);
  return cause === 'closed' ? whyClosed(seen, greeted) : (cause ?? 'failing');
}

/** A server that misses a client certificate often says nothing and hangs up after the handshake. */
function whyClosed({ reached }: Observed, { hasCertificate }: Greeted): TemporalCause {
  if (reached !== 'encryption') return 'closed';
  return hasCertificate ? 'certificate_refused' : 'certificate_demanded';
}

/** Of gRPC. */
const BY_STATUS: ReadonlyMap<number, TemporalCause> = new Map([
  [4, 'silent'],
  [5, 'namespace_missing'],
  [7, 'not_permitted'],
  // Of a page that is not there too: so the pages of Temporal answer behind a proxy that speaks HTTP/2.
  [12, 'not_temporal'],
  [16, 'key_refused'],
]);

/** The client of workers tells by its words what it has no number for. */
const BY_WORDS: readonly [RegExp, TemporalCause][] = [
  [/Unauthenticated|valid authentication credentials/i, 'key_refused'],
  [/PermissionDenied|permission to execute/i, 'not_permitted'],
  [/UnknownIssuer/, 'authority_unknown'],
  [/CaUsedAsEndEntity/, 'certificate_of_authority'],
  [/NativeCertsNotFound/, 'authorities_missing'],
];

/**
 * What a server means that was reached and answered with an error.
 *
 * @param hasKey whether it was shown an API key: a cloud says of a wrong one that it permits nothing
 */
export function meaningOfAnswer(error: unknown, { hasKey }: { hasKey: boolean }): TemporalCause {
  const cause = causeIn(error) ?? 'failing';
  if (hasKey) return cause === 'not_permitted' ? 'key_refused' : cause;
  return cause === 'key_refused' ? 'key_demanded' : cause;
}

function causeIn(error: unknown): TemporalCause | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'number') return BY_STATUS.get(error.code);
  const told = BY_WORDS.find(([words]) => words.test(error.message))?.[1];
  return told ?? causeIn(error.cause);
}
