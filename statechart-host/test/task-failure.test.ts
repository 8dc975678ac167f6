import { Client, type WorkflowClient } from '@temporalio/client';
import {
  DefaultFailureConverter,
  defaultPayloadConverter,
  type Payload,
  type PayloadCodec,
  type ProtoFailure,
} from '@temporalio/common';
import { latestTaskFailure } from '../client/task-failure';

const turned = (payloads: Payload[]): Payload[] =>
  payloads.map((payload) => ({ ...payload, data: Buffer.from(payload.data ?? []).reverse() }));
const CODEC: PayloadCodec = {
  encode: async (payloads) => turned(payloads),
  decode: async (payloads) => turned(payloads),
};
const LOCKED: PayloadCodec = { ...CODEC, decode: () => Promise.reject(new Error('no key')) };

/** A failure whose words are in a payload, as it stands in a history. */
function encodedFailure(words: string): ProtoFailure {
  const converter = new DefaultFailureConverter({ encodeCommonAttributes: true });
  const failure = converter.errorToFailure(new Error(words), defaultPayloadConverter);
  return { ...failure, encodedAttributes: turned([failure.encodedAttributes as Payload])[0] as Payload };
}

const clientWith = (codec: PayloadCodec, failure: ProtoFailure): { workflow: WorkflowClient } => {
  const { workflow } = new Client({ dataConverter: { payloadCodecs: [codec] } });
  const event = { eventTime: { seconds: 60 }, workflowTaskFailedEventAttributes: { failure } };
  const getWorkflowExecutionHistoryReverse = async () => ({ history: { events: [event] } });
  return { workflow: { options: workflow.options, workflowService: { getWorkflowExecutionHistoryReverse } } as never };
};

describe('the failure of a task whose words are encoded', () => {
  const run = { workflowId: 'any', runId: 'any' };

  it('it is told in its words to a client that can decode them', async () => {
    const failure = await latestTaskFailure(clientWith(CODEC, encodedFailure('It broke.')), run);
    expect(failure).toEqual({ message: 'It broke.', since: '1970-01-01T00:01:00.000Z' });
  });

  it('a client that cannot is told that they are encoded', async () => {
    const failure = await latestTaskFailure(clientWith(LOCKED, encodedFailure('It broke.')), run);
    expect(failure?.message).toBe('Encoded failure');
  });
});
