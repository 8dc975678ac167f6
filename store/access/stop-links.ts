import type { KeyRing } from './key-ring';
import { linkToken, readLinkToken } from './sealed-links';

/** The kinds of mail that their reader may stop. What must be told is none of them. */
const STOPPABLE_MAILS = ['reminder'] as const;
type StoppableMail = (typeof STOPPABLE_MAILS)[number];

export const mayBeStopped = (kind: string): kind is StoppableMail => STOPPABLE_MAILS.some((one) => one === kind);

/** Whose mails of which kind a link stops. */
export interface StopLink {
  tenantId: string;
  personId: string;
  kind: StoppableMail;
}

const PURPOSE = 'stop-link';

/** Says in a link what it stops. */
export const stopToken = (ring: KeyRing, { tenantId, personId, kind }: StopLink): string =>
  linkToken(ring, PURPOSE, [tenantId, personId, kind]);

/** @returns null for what is none of ours */
export function readStopToken(ring: KeyRing, token: string): StopLink | null {
  const [tenantId = '', personId = '', kind = ''] = readLinkToken(ring, PURPOSE, token) ?? [];
  return mayBeStopped(kind) ? { tenantId, personId, kind } : null;
}
