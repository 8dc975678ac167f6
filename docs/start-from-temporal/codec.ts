/**
 * Encrypts what goes over the wire between a backend service and the orders of Avenant, where the seller has that switched on. This
 * one file can be copied beside any code that has `@temporalio/client` 1.24 or later; it needs nothing else that does not come with it.
 */

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec, SerializationContext } from '@temporalio/common';
import { temporal } from '@temporalio/proto';

const { Payload: PayloadForm } = temporal.api.common.v1;

const ENCODING = 'binary/encrypted';
const [NONCE, TAG] = [12, 16];

/**
 * The codec of a client that works for one tenant.
 *
 * @param keys as `avenant ring caller --tenant TENANT` prints them: `id:key`, commas between them; the first one writes, all read
 */
export function callerCodec(keys: string): PayloadCodec {
  const ring = new Map(keys.split(',').map((entry) => entry.trim().split(':') as [string, string]));
  const [writing = ''] = ring.keys();
  const keyOf = (id: string): Buffer => {
    const key = ring.get(id);
    if (key === undefined)
      throw new Error(`The payload is encrypted with the key ${id}, which we were not given: ask for it.`);
    return Buffer.from(key, 'base64');
  };
  return {
    encode: async (payloads, context) => payloads.map((payload) => sealed(payload, writing, keyOf(writing), context)),
    decode: async (payloads) => payloads.map((payload) => opened(payload, keyOf)),
  };
}

function sealed(payload: Payload, keyId: string, key: Buffer, context?: SerializationContext): Payload {
  const workflowId = context?.workflowId;
  if (workflowId === undefined) throw new Error('A payload is encrypted for one workflow, and nobody says for which.');
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(names(keyId, workflowId));
  const ciphertext = [cipher.update(PayloadForm.encode(payload).finish()), cipher.final()];
  const metadata = { encoding: ENCODING, 'encryption-key-id': keyId, 'encryption-context': workflowId };
  return {
    metadata: Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, Buffer.from(value)])),
    data: Buffer.concat([nonce, ...ciphertext, cipher.getAuthTag()]),
  };
}

function opened(payload: Payload, keyOf: (id: string) => Buffer): Payload {
  const said = (name: string): string => Buffer.from(payload.metadata?.[name] ?? []).toString();
  if (said('encoding') !== ENCODING) return payload;
  const bytes = Buffer.from(payload.data ?? []);
  const keyId = said('encryption-key-id');
  const decipher = createDecipheriv('aes-256-gcm', keyOf(keyId), bytes.subarray(0, NONCE))
    .setAAD(names(keyId, said('encryption-context')))
    .setAuthTag(bytes.subarray(-TAG));
  return PayloadForm.decode(Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]));
}

const names = (keyId: string, workflowId: string): Buffer => Buffer.from(JSON.stringify([1, keyId, workflowId]));

/** Whether a call failed only because its answer is encrypted and this client has no codec: what it asked for has happened. */
export const isAnswerEncrypted = (error: unknown): boolean =>
  error instanceof Error && error.message.includes(`Unknown encoding: ${ENCODING}`);
