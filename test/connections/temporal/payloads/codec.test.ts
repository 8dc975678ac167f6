import type { Payload, SerializationContext } from '@temporalio/common';
import { defaultPayloadConverter } from '@temporalio/common';
import { clientCodec, MOST_BYTES, workerCodec } from '../../../../connections/temporal/payloads/codec';
import { callerKeys } from '../../../../connections/temporal/payloads/keys';
import type { PayloadSettings } from '../../../../connections/temporal/payloads/settings';
import { callerCodec } from '../../../../docs/start-from-temporal/codec';
import { CAME, UNREADABLE } from '../../../../workflows/payload-marks';
import { newKey, ringOf } from '../../../support/key-rings';

const [K1, K2] = [`k1:${newKey()}`, `k2:${newKey()}`];
const on = (ring: string): PayloadSettings => ({ encryption: 'on', ring: ringOf(ring) });
const of = (workflowId: string, type: 'workflow' | 'activity' = 'workflow'): SerializationContext =>
  ({ type, namespace: 'default', workflowId, isLocal: true }) as SerializationContext;

const ORDER = of('change:acme:chg_1');
const codec = clientCodec(on(K1));

const sealed = async (value: unknown, context: SerializationContext | undefined = ORDER, by = codec) => {
  const [payload] = await by.encode([defaultPayloadConverter.toPayload(value)], context);
  return payload as Payload;
};
const read = async (payload: Payload, context: SerializationContext | undefined = ORDER, by = codec) => {
  const [opened] = await by.decode([payload], context);
  return defaultPayloadConverter.fromPayload(opened as Payload);
};
const metadataOf = ({ metadata }: Payload, name: string): string => Buffer.from(metadata?.[name] ?? []).toString();

describe('the codec of payloads', () => {
  it('what it seals says which key it needs and whose it is, and nothing else', async () => {
    const payload = await sealed({ vatNumber: 'DE811115368' });
    const said = Object.keys(payload.metadata ?? {}).map((name) => [name, metadataOf(payload, name)]);
    expect(Object.fromEntries(said)).toEqual({
      encoding: 'binary/encrypted',
      'encryption-key-id': 'k1',
      'encryption-context': 'change:acme:chg_1',
    });
    expect(Buffer.from(payload.data ?? []).includes('DE811115368')).toBe(false);
    expect(await read(payload)).toEqual({ vatNumber: 'DE811115368' });
    expect((await sealed('same')).data).not.toEqual((await sealed('same')).data);
  });

  it.each([
    ['another order', 'change:acme:chg_2'],
    ['an order of another tenant', 'change:other:chg_1'],
    ['no order at all', 'housekeeping-workflow-2026'],
  ])('a payload that is moved to %s does not open there', async (_, workflowId) => {
    await expect(read(await sealed('mine'), of(workflowId))).rejects.toThrow('sealed for another workflow');
    const relabelled = await sealed('mine');
    relabelled.metadata = { ...relabelled.metadata, 'encryption-context': Buffer.from(workflowId) };
    await expect(read(relabelled, of(workflowId))).rejects.toThrow('sealed for another workflow');
  });

  it.each([
    ['a byte of it was changed', (data: Buffer) => data.fill(data.readUInt8(20) ^ 1, 20, 21)],
    ['its end is missing', (data: Buffer) => data.subarray(0, -1)],
    ['nothing of it is left', () => Buffer.alloc(0)],
  ])('a payload does not open where %s', async (_, change) => {
    const payload = await sealed('mine');
    const changed = { ...payload, data: change(Buffer.from(payload.data ?? [])) };
    await expect(read(changed)).rejects.toThrow('does not open with the key k1');
  });

  it('what is of no tenant is sealed with a key of our own, under whatever id a schedule gives it', async () => {
    const payload = await sealed('ours', of('housekeeping'));
    expect(await read(payload, of('housekeeping-workflow-2026-12-01T10:00:00Z'))).toBe('ours');
    expect(await read(payload, of('payment:chg_1:charge'))).toBe('ours');
    expect(await read(await sealed('ours', undefined), undefined)).toBe('ours');
  });

  it('a reader for no workflow in particular, as a page that shows histories, reads it all the same', async () => {
    const [opened] = await codec.decode([await sealed('mine')]);
    expect(defaultPayloadConverter.fromPayload(opened as Payload)).toBe('mine');
  });

  it('what is in the clear is read, and nothing is sealed, where encryption is off', async () => {
    const off = clientCodec({ encryption: 'off', ring: ringOf(K1) });
    const plain = await sealed('plain', ORDER, off);
    expect(metadataOf(plain, 'encoding')).toBe('json/plain');
    expect(await read(plain)).toBe('plain');
    expect(await read(await sealed('mine'), ORDER, off)).toBe('mine');
  });

  it('both keys are read while one is replaced, and the first one writes', async () => {
    const [first, second, last] = [on(`${K1},${K2}`), on(`${K2},${K1}`), on(K2)].map(clientCodec);
    const [old, renewed] = [await sealed('old', ORDER, first), await sealed('new', ORDER, second)];
    expect([metadataOf(old, 'encryption-key-id'), metadataOf(renewed, 'encryption-key-id')]).toEqual(['k1', 'k2']);
    expect([await read(old, ORDER, second), await read(renewed, ORDER, first)]).toEqual(['old', 'new']);
    expect(await read(renewed, ORDER, last)).toBe('new');
    await expect(read(old, ORDER, last)).rejects.toThrow('key k1, which is not in AVENANT_KEY_RING');
  });

  it('a payload beyond the bound is sent by nobody, sealed or not', async () => {
    const [most, more] = ['x'.repeat(MOST_BYTES - 200), 'x'.repeat(MOST_BYTES)];
    for (const by of [codec, clientCodec({ encryption: 'off', ring: null })]) {
      expect(await read(await sealed(most, ORDER, by), ORDER, by)).toBe(most);
      await expect(sealed(more, ORDER, by)).rejects.toMatchObject({ type: 'TooLarge', nonRetryable: true });
    }
  });

  it('a worker hands on what it cannot read, for whoever knows what it is for; an activity does not begin', async () => {
    const payload = await sealed('mine', of('change:acme:chg_2'));
    const worker = workerCodec(on(K1));
    const [handed] = await worker.decode([payload], ORDER);
    expect(metadataOf(handed as Payload, 'encoding')).toBe(UNREADABLE);
    await expect(worker.decode([payload], of('change:acme:chg_1', 'activity'))).rejects.toThrow('another workflow');
  });

  it('the sender of a payload has no say in how it came', async () => {
    const forged = defaultPayloadConverter.toPayload('plain');
    forged.metadata = { ...forged.metadata, [CAME]: Buffer.from('sealed') };
    for (const [encryption, came] of [
      ['required', 'clear'],
      ['on', ''],
    ] as const) {
      const [payload] = await workerCodec({ encryption, ring: ringOf(K1) }).decode([forged], ORDER);
      expect(metadataOf(payload as Payload, CAME)).toBe(came);
    }
  });
});

describe('the keys of a caller', () => {
  const caller = callerCodec(callerKeys(ringOf(`${K2},${K1}`), 'acme'));

  it('open and seal what is of the one tenant, with every key of the ring', async () => {
    const both = clientCodec(on(`${K2},${K1}`));
    expect(await read(await sealed('asked', ORDER, caller), ORDER, both)).toBe('asked');
    expect(await read(await sealed('answered'), ORDER, caller)).toBe('answered');
    expect(await read(await sealed('answered', ORDER, both), ORDER, caller)).toBe('answered');
  });

  it.each(['change:other:chg_1', 'housekeeping'])(
    'open nothing of %s, and nothing else that the ring seals',
    async (id) => {
      await expect(read(await sealed('secret', of(id)), of(id), caller)).rejects.toThrow();
      const [, key = ''] = callerKeys(ringOf(K1), 'acme').split(':');
      const ring = ringOf(`k1:${Buffer.from(key, 'base64').toString('base64url')}`);
      const { keyId, box } = ringOf(K1).seal('kept', ['order']);
      expect(() => ring.open({ keyId, box }, ['order'])).toThrow('not_genuine');
    },
  );
});
