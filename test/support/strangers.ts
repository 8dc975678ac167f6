import { randomBytes } from 'node:crypto';
import { Client } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import type { FlowNamespace } from './flow-namespace';

/** What a stranger sends wherever this stands. */
export const STRANGE = 'strange';

const bytes = (text: string): Buffer => Buffer.from(text);

/** Of whoever reaches Temporal: a payload of their making goes over the wire as it is, and headers too. */
export function strangerIn({ connection, name: namespace }: FlowNamespace, payload: Payload, header?: Payload): Client {
  const isMeant = ({ data }: Payload): boolean => Buffer.from(data ?? []).toString() === JSON.stringify(STRANGE);
  const codec = {
    encode: async (payloads: Payload[]) => payloads.map((one) => (isMeant(one) ? payload : one)),
    decode: async (payloads: Payload[]) => payloads,
  };
  const headers = header === undefined ? {} : { traceparent: header };
  return new Client({
    ...{ connection, namespace, dataConverter: { payloadCodecs: [codec] } },
    interceptors: {
      workflow: [
        {
          startUpdate: (input, next) => next({ ...input, headers }),
          startUpdateWithStart: (input, next) =>
            next({ ...input, workflowStartHeaders: headers, updateHeaders: headers }),
          signal: (input, next) => next({ ...input, headers }),
        },
      ],
    },
  });
}

/** Under a key that nobody has, for the right workflow. */
export const sealedByNobody = (workflowId: string): Payload => ({
  metadata: {
    encoding: bytes('binary/encrypted'),
    'encryption-key-id': bytes('zz'),
    'encryption-context': bytes(workflowId),
  },
  data: randomBytes(64),
});

const encoded = (encoding: string, data: string): Payload => ({
  metadata: { encoding: bytes(encoding) },
  data: bytes(data),
});

/** None of these can be read, whatever key there is. */
export const NO_PAYLOADS: Readonly<Record<string, Payload>> = {
  'with our own mark and no JSON': encoded('binary/unreadable', 'no JSON'),
  'with our own mark that tells of a key': encoded('binary/unreadable', '{"because":"key_unknown","keyId":"k9"}'),
  'in an encoding that nobody knows': encoded('binary/nonsense', '{}'),
  'of broken JSON': encoded('json/plain', '{"type":'),
  'without an encoding': { metadata: {}, data: bytes('{}') },
  'that says it is sealed and is not': {
    metadata: { encoding: bytes('binary/encrypted'), 'encryption-key-id': bytes('No key! '.repeat(50)) },
    data: bytes('short'),
  },
};
