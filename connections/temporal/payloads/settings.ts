import { z } from 'zod';
import { type KeyRing, readKeyRing } from '../../../store/access/key-ring';
import { UnfitVariable } from '../../environment';

/** How payloads are written and read. */
export interface PayloadSettings {
  /** `required`: sealed, and what callers send in the clear is refused. Whatever it is, both kinds are read. */
  encryption: 'off' | 'on' | 'required';
  /** null: none is sealed, and none that is can be read. */
  ring: KeyRing | null;
}

const Encryption = z.enum(['off', 'on', 'required']).default('off');

export const PAYLOAD_VARIABLES = { AVENANT_PAYLOAD_ENCRYPTION: Encryption };

/** @throws UnfitVariable */
export function readPayloadSettings(environment: NodeJS.ProcessEnv): PayloadSettings {
  const encryption = Encryption.safeParse(environment.AVENANT_PAYLOAD_ENCRYPTION);
  if (!encryption.success) throw new UnfitVariable('AVENANT_PAYLOAD_ENCRYPTION', 'one of off, on, required');
  const ring = ringIn(environment.AVENANT_KEY_RING);
  if (encryption.data !== 'off' && ring === null) {
    throw new UnfitVariable('AVENANT_KEY_RING', 'missing: AVENANT_PAYLOAD_ENCRYPTION seals with its keys');
  }
  return { encryption: encryption.data, ring };
}

function ringIn(text: string | undefined): KeyRing | null {
  if (text === undefined) return null;
  const ring = readKeyRing(text);
  if ('problem' in ring) throw new UnfitVariable('AVENANT_KEY_RING', ring.problem);
  return ring;
}
