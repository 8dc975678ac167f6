import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Payload } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { isKeyId } from '../../../store/access/key-ring';
import type { Unreadable } from '../../../workflows/payload-marks';

const CIPHER = 'aes-256-gcm';
const [NONCE, TAG] = [12, 16];
/** The form of what is sealed: another one is taken for a payload that is not genuine. */
const FORM = 1;

/** As Temporal's own examples write it. */
const ENCODING = 'binary/encrypted';
const KEY_ID = 'encryption-key-id';
/** The workflow that it was sealed for; who reads it for no workflow in particular has to be told. */
const CONTEXT = 'encryption-context';

const { Payload: PayloadForm } = temporal.api.common.v1;

/** The whole of a payload, sealed for one workflow: it is no payload of any other. */
export function sealPayload(payload: Payload, { keyId, key, boundTo }: Omit<Lock, 'key'> & { key: Buffer }): Payload {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(namesOf(keyId, boundTo));
  const ciphertext = [cipher.update(PayloadForm.encode(payload).finish()), cipher.final()];
  return {
    metadata: { encoding: Buffer.from(ENCODING), [KEY_ID]: Buffer.from(keyId), [CONTEXT]: Buffer.from(boundTo) },
    data: Buffer.concat([nonce, ...ciphertext, cipher.getAuthTag()]),
  };
}

/** What a sealed payload says of itself; nobody has looked yet whether it is so. */
export interface Lock {
  keyId: string;
  boundTo: string;
}

/** @returns null of a payload that is not sealed */
export function lockOf({ metadata }: Payload): Lock | null {
  if (metadata == null || textOf(metadata.encoding) !== ENCODING) return null;
  return { keyId: textOf(metadata[KEY_ID]), boundTo: textOf(metadata[CONTEXT]) };
}

/** The payload as it was sealed, or why it cannot be read. */
export function openPayload(
  { data }: Payload,
  { keyId, boundTo }: Lock,
  key: Buffer | undefined,
): Payload | Unreadable {
  const bytes = Buffer.from(data ?? []);
  if (!isKeyId(keyId)) return { because: 'malformed' };
  // Too short, it is nothing that a key has sealed, whatever is in the ring one day.
  if (key === undefined) return { because: bytes.length < NONCE + TAG ? 'not_genuine' : 'key_unknown', keyId };
  try {
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE), { authTagLength: TAG })
      .setAAD(namesOf(keyId, boundTo))
      .setAuthTag(bytes.subarray(-TAG));
    const opened = Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]);
    return PayloadForm.decode(opened);
  } catch {
    return { because: 'not_genuine', keyId };
  }
}

/** It was sealed for another workflow than the one it came to. */
export const notFor = ({ keyId }: Lock): Unreadable =>
  isKeyId(keyId) ? { because: 'not_genuine', keyId } : { because: 'malformed' };

const namesOf = (keyId: string, boundTo: string): Buffer => Buffer.from(JSON.stringify([FORM, keyId, boundTo]));

const textOf = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString('utf8');
