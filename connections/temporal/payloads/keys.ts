import type { KeyRing } from '../../../store/access/key-ring';

/** Keys of tenants that are kept at hand; making one takes longer than sealing with it. */
const AT_HAND = 1_000;

/** Gives the keys that payloads are sealed with: one a tenant and key of the ring, and one of our own where no tenant is meant. */
export function payloadKeys(ring: KeyRing): (keyId: string, tenantId: string | null) => Buffer | undefined {
  const atHand = new Map<string, Buffer>();
  return (keyId, tenantId) => {
    const name = `${keyId}:${tenantId ?? ''}`;
    const known = atHand.get(name);
    if (known !== undefined) return known;
    const key = ring.derive(keyId, useOf(tenantId));
    if (key === undefined) return undefined;
    if (atHand.size >= AT_HAND) atHand.clear();
    atHand.set(name, key);
    return key;
  };
}

const useOf = (tenantId: string | null) => (tenantId === null ? ['payloads'] : ['payloads', tenantId]);

/**
 * The keys of one tenant, for a caller that starts orders of that tenant straight through Temporal: written as a ring is, the key
 * that writes first. They open nothing of another tenant, nothing that is stored, and no link; the ring cannot be found from them.
 */
export const callerKeys = (ring: KeyRing, tenantId: string): string =>
  ring.keyIds.map((id) => `${id}:${ring.derive(id, useOf(tenantId))?.toString('base64')}`).join(',');
