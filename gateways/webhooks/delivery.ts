import { jsonOf } from '../http';
import { type SignatureCheck, verifyTimestamped } from './signature';

const MAX_BYTES = 64 * 1024;

export type WebhookHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

export type WebhookRefusalCode = 'bad_signature' | 'outside_window' | 'wrong_mode' | 'malformed';

/** A delivery that must not be believed. The code is for our log and counters, never for the caller. */
export class WebhookRefused extends Error {
  override readonly name = 'WebhookRefused';

  constructor(readonly code: WebhookRefusalCode) {
    super(`webhook refused: ${code}`);
  }
}

/**
 * The JSON value of a delivery whose `t=…,v1=…` header, called `headerName` in lower case, signs the bytes received.
 * Throws {@link WebhookRefused}: `bad_signature` (also for none), `outside_window`, `malformed` (two headers, too large).
 * A body that is no JSON comes back as undefined.
 */
export function openSigned(
  rawBody: Buffer,
  headers: WebhookHeaders,
  headerName: string,
  check: SignatureCheck,
): unknown {
  if (rawBody.byteLength > MAX_BYTES) throw new WebhookRefused('malformed');
  const verdict = verifyTimestamped(rawBody, signatureOf(headers, headerName), check);
  if (verdict !== 'valid') throw new WebhookRefused(verdict);
  return jsonOf(rawBody.toString('utf8'));
}

function signatureOf(headers: WebhookHeaders, headerName: string): string {
  const named = Object.entries(headers).filter(([name]) => name.toLowerCase() === headerName);
  const [value, ...more] = named.flatMap(([, values]) => values ?? []);
  if (value === undefined) throw new WebhookRefused('bad_signature');
  if (more.length > 0) throw new WebhookRefused('malformed');
  return value;
}
