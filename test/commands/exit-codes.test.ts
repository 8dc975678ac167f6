import { openScriptedTemporal } from '../support/scripted-temporal';
import { run } from './in-process';

const [PERMISSION_DENIED, UNAVAILABLE] = [7, 14];

/** A deployment command on a Temporal that answers one method with a status, and everything else with nothing. */
async function statusOn(refused: string, status: number) {
  const temporal = await openScriptedTemporal((method) => ({ status: method === refused ? status : 0 }));
  try {
    return await run(['deployment', 'status'], { TEMPORAL_ADDRESS: temporal.address });
  } finally {
    await temporal.close();
  }
}

describe('what avenant ends with', () => {
  it('a server that does not let it is told from one that is away', async () => {
    expect(await statusOn('DescribeWorkerDeployment', PERMISSION_DENIED)).toMatchObject({
      code: 3,
      errors: [expect.stringMatching(/^No builds were listed: /)],
    });
    expect(await statusOn('DescribeNamespace', PERMISSION_DENIED)).toMatchObject({
      code: 3,
      errors: [expect.stringContaining('does not let us use the namespace')],
    });
    expect(await statusOn('DescribeWorkerDeployment', UNAVAILABLE)).toMatchObject({ code: 2 });
  });

  it('an environment that does not say where to look is named, and what is missing in it', async () => {
    const { code, errors } = await run(['setup'], {});
    expect([code, errors]).toEqual([
      2,
      [expect.stringMatching(/^Not everything is set up: [\s\S]*MONGODB_URI: missing/)],
    ]);
  });
});
