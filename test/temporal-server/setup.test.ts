import { randomUUID } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { STUCK_ATTRIBUTE } from '../../workflows/contract';
import { testBackends, testTemporal } from '../support/backends';
import { runSetup } from '../support/setup-command';

describe('setting up on the Temporal server that users have', () => {
  const namespace = `setup-${randomUUID().slice(0, 8)}`;
  let connection: Connection;
  beforeAll(async () => {
    const { address, spoken } = testTemporal();
    connection = await Connection.connect({ ...spoken, address });
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: msToTs('30 days'),
    });
  });
  afterAll(() => connection.close());

  const setup = (...args: string[]) => {
    const variables = {
      MONGODB_URI: testBackends().mongo,
      MONGODB_DATABASE: namespace,
      TEMPORAL_ADDRESS: testTemporal().address,
      TEMPORAL_NAMESPACE: namespace,
    };
    return runSetup(args, variables);
  };

  it('what is missing is told and made, and there is nothing to be known of a server that reports its limits', async () => {
    const attribute = `search attribute ${STUCK_ATTRIBUTE} (Keyword)`;
    const missing = await setup('--check');
    expect([missing.code, missing.told]).toEqual([1, expect.stringContaining(`Temporal: missing:\n  ${attribute}`)]);
    const made = await setup();
    expect([made.code, made.told]).toEqual([0, expect.stringContaining(`Temporal: made:\n  ${attribute}`)]);
    expect(await setup('--check')).toEqual({
      code: 0,
      told: expect.stringMatching(/MongoDB: nothing is missing\nTemporal: nothing is missing\n$/),
    });
  });

  it('the server reports what it takes of one payload', async () => {
    const { namespaceInfo } = await connection.workflowService.describeNamespace({ namespace });
    expect(Number(namespaceInfo?.limits?.blobSizeLimitError)).toBe(2 * 1_024 * 1_024);
  });

  it('nobody gets in without a certificate of its authority', async () => {
    const { code, told } = await runSetup(['--check'], {
      MONGODB_URI: testBackends().mongo,
      TEMPORAL_TLS_CLIENT_CERT_PATH: '',
      TEMPORAL_TLS_CLIENT_KEY_PATH: '',
    });
    expect([code, told]).toEqual([2, expect.stringContaining('it wants a client certificate and was shown none')]);
  });
});
