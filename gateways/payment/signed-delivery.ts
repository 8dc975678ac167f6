import { jsonOf } from '../http';
import { type WebhookHeaders, WebhookRefused, type WebhookTrust } from './port';
import { verifyTimestamped } from './webhook-signature';

const MAX_BYTES = 64 * 1024;

/**
 * The JSON value of a delivery whose `t=…,v1=…` header, called `headerName` in lower case, signs the bytes received.
 * Throws {@link WebhookRefused}: `bad_signature` (also for none), `outside_window`, `malformed` (two headers, too large).
 * A body that is no JSON comes back as undefined.
 */
export function openSigned(
  rawBody: Buffer,
  headers: WebhookHeaders,
  headerName: string,
  trust: Omit<WebhookTrust, 'mode'>,
): unknown {
  if (rawBody.byteLength > MAX_BYTES) throw new WebhookRefused('malformed');
  const verdict = verifyTimestamped(rawBody, signatureOf(headers, headerName), trust);
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
