import type { KeyRing } from './key-ring';
import { linkToken, readLinkToken } from './sealed-links';

/** The order whose quote a link shows. */
interface LinkedOrder {
  tenantId: string;
  changeId: string;
}

const PURPOSE = 'quote-link';

/** Says in a link whose quote it shows; a new one each time, so that one that was withdrawn stays so. */
export const quoteToken = (ring: KeyRing, { tenantId, changeId }: LinkedOrder): string =>
  linkToken(ring, PURPOSE, [tenantId, changeId]);

/** @returns null for what is none of ours */
export function readQuoteToken(ring: KeyRing, token: string): LinkedOrder | null {
  const about = readLinkToken(ring, PURPOSE, token);
  if (about === null) return null;
  const [tenantId = '', changeId = ''] = about;
  return { tenantId, changeId };
}
