import { CannotOpen, type KeyRing } from './key-ring';

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

/** A seal for anything else opens under other names. */
const PURPOSE = ['stop-link'] as const;
const LONGEST = 1_000;
const TOKEN = /^([a-z0-9-]{1,32})\.([A-Za-z0-9_-]+)$/;

/** Says in a link what it stops: nobody without the ring can read or make one. It opens as long as its key is in the ring. */
export function stopToken(ring: KeyRing, { tenantId, personId, kind }: StopLink): string {
  const { keyId, box } = ring.seal(JSON.stringify([tenantId, personId, kind]), PURPOSE);
  return `${keyId}.${box}`;
}

/** @returns null for what is none of ours, in each of its signs */
export function readStopToken(ring: KeyRing, token: string): StopLink | null {
  const [, keyId = '', box = ''] = (token.length > LONGEST ? null : TOKEN.exec(token)) ?? [];
  // The last sign may hold bits that nobody reads.
  if (keyId === '' || Buffer.from(box, 'base64url').toString('base64url') !== box) return null;
  try {
    const [tenantId = '', personId = '', kind = ''] = JSON.parse(ring.open({ keyId, box }, PURPOSE)) as string[];
    return mayBeStopped(kind) ? { tenantId, personId, kind } : null;
  } catch (error) {
    if (!(error instanceof CannotOpen)) throw error;
    return null;
  }
}
