import { randomBytes } from 'node:crypto';
import { type KeyRing, readKeyRing } from '../../store/access/key-ring';

export const newKey = (): string => randomBytes(32).toString('base64url');

/** @throws Error where it is none */
export function ringOf(text: string): KeyRing {
  const ring = readKeyRing(text);
  if ('problem' in ring) throw new Error(ring.problem);
  return ring;
}

/** As processes are given it. */
export const TEST_RING_TEXT = `tests:${newKey()}`;

/** Of workers and API in tests, as far as these have no other. */
export const TEST_RING = ringOf(TEST_RING_TEXT);
