import type { Client } from '@temporalio/client';
import { change } from '../../commands/deployment/changing';
import { formerOf } from '../../commands/deployment/commands';
import { type Described, deploymentIn, type Routing } from '../../commands/deployment/deployment';
import { run } from './in-process';

const NOWHERE = { TEMPORAL_ADDRESS: '127.0.0.1:1' };

/** An instant by its seconds and, where it matters, its nanoseconds. */
type Instant = number | [seconds: number, nanos: number];

interface Build {
  id: string;
  made: Instant;
  since?: Instant;
  until?: Instant;
}

const timeOf = (instant?: Instant) => {
  if (instant === undefined) return null;
  const [seconds, nanos] = [instant].flat() as [number, number?];
  return { seconds, nanos: nanos ?? 0 };
};

/** What Temporal answers, as `describeWorkerDeployment` was seen to do. */
function described(current: string | null, builds: readonly Build[], ramp?: { id: string | null; percent: number }) {
  return {
    conflictToken: Buffer.from(`${current} ${ramp?.id} ${ramp?.percent}`),
    workerDeploymentInfo: {
      routingConfig: {
        currentDeploymentVersion: current === null ? null : { buildId: current },
        rampingDeploymentVersion: ramp?.id == null ? null : { buildId: ramp.id },
        rampingVersionPercentage: Math.fround(ramp?.percent ?? 0),
      },
      versionSummaries: builds.map(({ id, made, since, until }) => ({
        deploymentVersion: { buildId: id },
        createTime: timeOf(made),
        currentSinceTime: timeOf(since),
        lastDeactivationTime: timeOf(until),
        drainageInfo: until === undefined ? null : { status: 1 },
      })),
    },
  } as unknown as Described;
}

const formerIn = (current: string | null, builds: readonly Build[]): string =>
  formerOf(deploymentIn(described(current, builds)));

describe('the build to go back to', () => {
  it('the one that gave way to the current one is gone back to', () => {
    const builds = [
      { id: 'v2', made: 20, since: [30, 5] },
      { id: 'v1', made: 10, until: [30, 5] },
      { id: 'v0', made: 1, until: [9, 5] },
    ] as Build[];
    expect(formerIn('v2', builds)).toBe('v1');
    expect(formerIn('v2', builds.toReversed())).toBe('v1');
  });

  it('a build whose share ended a moment before is not gone back to', () => {
    const builds: Build[] = [
      { id: 'v3', made: 15, until: [29, 900_000_000] },
      { id: 'v2', made: 20, since: [30, 5] },
      { id: 'v1', made: 10, until: [30, 5] },
    ];
    expect(formerIn('v2', builds)).toBe('v1');
    expect(() => formerIn('v2', builds.slice(0, 2))).toThrow(/no build is known/);
  });

  it.each<[string, string | null, Build[]]>([
    [
      'was itself gone back to',
      'v1',
      [
        { id: 'v1', made: 10, since: 40 },
        { id: 'v2', made: 20, until: 40 },
      ],
    ],
    ['came after workers without a version', 'v1', [{ id: 'v1', made: 10, since: 40 }]],
    ['is none', null, [{ id: 'v1', made: 10, until: 40 }]],
    [
      'came after one that nobody knows the age of',
      'v2',
      [
        { id: 'v2', made: 10, since: 40 },
        { id: 'v1', made: 0, until: 40 },
      ],
    ],
  ])('the build to go back to must be named where the current one %s', (_, current, builds) => {
    expect(() => formerIn(current, builds)).toThrow(/--build/);
  });
});

/** A Temporal that keeps who takes what, and does to each call what a test says. */
function temporal(
  first: Routing,
  fault: (call: number) => 'answers' | 'is_late' | 'does_nothing' | 'forbids' = () => 'answers',
) {
  const it = { ...first, calls: 0, isDown: false };
  const answer = (code: number): never => {
    throw Object.assign(new Error('planted'), { code, details: '', metadata: {} });
  };
  const late = async (doIt: () => void): Promise<object> => {
    it.calls += 1;
    const what = fault(it.calls);
    if (what === 'forbids') answer(7);
    if (what !== 'does_nothing') doIt();
    return what === 'answers' ? {} : answer(4);
  };
  const current = () =>
    described(
      it.current,
      [],
      it.ramping === null ? undefined : { id: it.ramping.buildId, percent: it.ramping.percent },
    );
  const refuseOld = (token: Uint8Array): void => {
    if (!Buffer.from(current().conflictToken ?? []).equals(Buffer.from(token))) answer(9);
  };
  const workflowService = {
    describeWorkerDeployment: async () => (it.isDown ? answer(14) : current()),
    setWorkerDeploymentCurrentVersion: ({ buildId, conflictToken }: { buildId: string; conflictToken: Uint8Array }) =>
      late(() => {
        refuseOld(conflictToken);
        it.current = buildId || null;
        if (it.ramping?.buildId === it.current) it.ramping = null;
      }),
    setWorkerDeploymentRampingVersion: ({
      buildId,
      percentage,
      conflictToken,
    }: {
      buildId: string;
      percentage: number;
      conflictToken: Uint8Array;
    }) =>
      late(() => {
        refuseOld(conflictToken);
        it.ramping = percentage === 0 ? null : { buildId: buildId || null, percent: percentage };
      }),
  };
  const workflow = { connection: { workflowService }, options: { namespace: 'default', identity: 'test' } };
  const client = { workflow, withDeadline: (_: number, call: () => unknown) => call() } as unknown as Client;
  return { it, client };
}

const V1: Routing = { current: 'v1', ramping: null };
const V2: Routing = { current: 'v2', ramping: null };

describe('a change of who takes what', () => {
  it.each<[string, Routing]>([
    ['another build', { current: 'v1', ramping: { buildId: 'v3', percent: 20 } }],
    ['the very build', { current: 'v1', ramping: { buildId: 'v2', percent: 20 } }],
    ['workers without a version', { current: 'v1', ramping: { buildId: null, percent: 30 } }],
  ])('a build that becomes current takes everything, also where %s had a share', async (_, before) => {
    const { it: state, client } = temporal(before);
    await change(client, before, V2);
    expect(state).toMatchObject(V2);
  });

  it('what Temporal has done without answering in time is done', async () => {
    const { it: state, client } = temporal(V1, () => 'is_late');
    await change(client, V1, V2);
    expect(state).toMatchObject({ ...V2, calls: 1 });
  });

  it('what Temporal has not done in time is asked for once more', async () => {
    const { it: state, client } = temporal(V1, (call) => (call === 1 ? 'does_nothing' : 'answers'));
    await change(client, V1, V2);
    expect(state).toMatchObject({ ...V2, calls: 2 });
  });

  it('what nobody knows the end of is not told as not done', async () => {
    const { it: state, client } = temporal(V1, () => {
      state.isDown = true;
      return 'is_late';
    });
    await expect(change(client, V1, V2)).rejects.toMatchObject({
      name: 'Unsettled',
      message: expect.stringMatching(/not told in time.*Seen last: workers of build v1 take all orders/),
    });
  });

  it('what was forbidden halfway is told as it stands, and what was forbidden at once as what it is', async () => {
    const before: Routing = { current: 'v1', ramping: { buildId: 'v3', percent: 20 } };
    const halfway = temporal(before, (call) => (call === 1 ? 'answers' : 'forbids'));
    await expect(change(halfway.client, before, V2)).rejects.toMatchObject({
      name: 'Unsettled',
      message: expect.stringContaining('workers of build v3 take 20 % of the orders, workers of build v2 the others'),
    });
    await expect(change(temporal(V1, () => 'forbids').client, V1, V2)).rejects.toMatchObject({ code: 7 });
  });

  it('what somebody else has changed since it was looked at is left alone', async () => {
    const { it: state, client } = temporal({ current: 'v0', ramping: null });
    await expect(change(client, V1, V2)).rejects.toMatchObject({ name: 'Overtaken' });
    expect(state).toMatchObject({ current: 'v0', calls: 0 });
  });
});

describe('what is asked of a deployment', () => {
  it.each(['', ' ', '101', '1e1', '0x5', '-1', '5%', '1.234', 'NaN'])('a share of "%s" is refused', async (percent) => {
    const asked = await run(['deployment', 'ramp', '--build', 'v1', `--percent=${percent}`], NOWHERE);
    expect(asked).toMatchObject({ code: 2, errors: [expect.stringContaining('--percent'), expect.anything()] });
  });

  it.each(['', ' ', '3601', '1e1', '1.5'])('a wait of "%s" is refused', async (wait) => {
    const asked = await run(['deployment', 'promote', '--build', 'v1', `--wait=${wait}`], NOWHERE);
    expect(asked).toMatchObject({ code: 2, errors: [expect.stringContaining('--wait'), expect.anything()] });
  });

  it.each(['promote', 'rollback'])('a %s to a build without a name is refused', async (command) => {
    const asked = await run(['deployment', command, '--build='], NOWHERE);
    expect(asked).toMatchObject({ code: 2, errors: [expect.stringContaining('--build'), expect.anything()] });
  });
});
