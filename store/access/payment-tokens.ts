import { CannotOpen, type KeyRing, type Sealed } from './key-ring';

/** Names payment details on their way to an order; the tenant is part of every name. */
interface SetupName {
  tenantId: string;
  changeId: string;
  setupId: string;
}

/**
 * What an event names payment details by. A token never looks like one: whoever sends one of their own has it taken for a
 * reference, under which nothing of theirs is kept.
 */
export const SETUP_REFERENCE = /^pst_[0-9a-f]{40}$/;

const namesOf = ({ tenantId, changeId, setupId }: SetupName) => ['payment-token', tenantId, changeId, setupId] as const;

export const sealToken = (ring: KeyRing, name: SetupName, token: string): Sealed => ring.seal(token, namesOf(name));

/** @throws CannotOpen, also where there is no ring */
export function openToken(ring: KeyRing | undefined, name: SetupName, sealed: Sealed): string {
  if (ring === undefined) throw new CannotOpen('key_unknown');
  return ring.open(sealed, namesOf(name));
}
