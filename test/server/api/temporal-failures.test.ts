import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { clientCodec } from '../../../connections/temporal/payloads/codec';
import { meaningOf } from '../../../server/api/temporal-failures';
import { Problem } from '../../../server/http/problem';
import { newKey, ringOf } from '../../support/key-rings';

const refused = (type: string, facts: object = {}): Error =>
  new WorkflowUpdateFailedError('refused', ApplicationFailure.nonRetryable('Words.', type, facts));

function problemOf(error: unknown): Problem {
  try {
    throw new Error(`no problem: ${meaningOf(error)}`);
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown;
    throw thrown;
  }
}

describe('a call to Temporal whose payload is not taken', () => {
  it.each(['InTheClear', 'PayloadUnreadable'])('%s says that the two sides do not encrypt alike', (type) => {
    expect(problemOf(refused(type))).toMatchObject({ code: 'payload_unreadable', status: 503 });
  });

  it('an answer under a key that has left the ring says the same', async () => {
    const [former, latter] = [`k1:${newKey()}`, `k2:${newKey()}`];
    const payload = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('1') };
    const sealed = await clientCodec({ encryption: 'on', ring: ringOf(former) }).encode([payload]);
    const error = await clientCodec({ encryption: 'on', ring: ringOf(latter) })
      .decode(sealed)
      .catch((thrown: unknown) => thrown);
    expect(problemOf(error)).toMatchObject({ code: 'payload_unreadable' });
  });

  it('what is too large says on which way it is', () => {
    const facts = { bytes: 70_000, bound: 65_536 };
    expect(problemOf(refused('TooLarge', { what: 'event', ...facts }))).toMatchObject({ code: 'body_too_large' });
    expect(problemOf(ApplicationFailure.nonRetryable('Words.', 'TooLarge', facts))).toMatchObject({
      code: 'body_too_large',
      status: 413,
    });
    expect(problemOf(refused('TooLarge', { what: 'view', ...facts }))).toMatchObject({
      code: 'answer_too_large',
      facts: { bytes: 70_000, most: 65_536 },
    });
  });
});
