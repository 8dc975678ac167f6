import type { Request } from 'express';

/** Where a browser's request was made: on a page of ours, on another site's, or nothing says where. */
export type Sender = 'our_page' | 'another_site' | 'unsaid';

/**
 * Where a request was made, by the two headers that a browser writes and no page can. What either says against us counts.
 *
 * - `Origin` of somebody else: another site, whatever else is said.
 * - `Sec-Fetch-Site` (W3C Fetch Metadata): `same-origin` is a page of ours, also where a referrer policy made the
 *   browser say `Origin: null`; anything else, `none` among it, is not.
 * - `Origin: null` alone is what a sandboxed frame, a file or a redirect through another site says: another site.
 *
 * @param ourOrigin as people reach us, e.g. "https://billing.example"
 */
export function senderOf(request: Request, ourOrigin: string): Sender {
  const origin = request.get('Origin');
  const site = request.get('Sec-Fetch-Site');
  if (origin !== undefined && origin !== 'null' && origin !== ourOrigin) return 'another_site';
  if (site !== undefined) return site === 'same-origin' ? 'our_page' : 'another_site';
  if (origin === 'null') return 'another_site';
  return origin === undefined ? 'unsaid' : 'our_page';
}
