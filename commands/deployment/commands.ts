import type { Client } from '@temporalio/client';
import { settingsOf } from '../../connections/environment';
import { openTemporal } from '../../connections/temporal/client';
import { readTemporal } from '../../connections/temporal/settings';
import { BUILD } from '../../telemetry/build';
import { BUILD_ID } from '../../workflows/contract';
import { type CommandLine, EXIT, Misuse, type Surroundings } from '../command';
import { change, Overtaken, Unsettled } from './changing';
import { type DeployedBuild, type Deployment, type Routing, readDeployment } from './deployment';
import { routingInWords, UNVERSIONED, workersOf } from './words';
import { waitForWorkers } from './workers';

/** `avenant deployment …` */

type Print = Surroundings['print'];

/** Whoever is waited for longer is waited for in vain. */
const LONGEST_WAIT = 3_600;

const onTemporal =
  <Wish>(
    /** @throws Misuse before anything is connected to */
    read: (asked: CommandLine) => Wish,
    act: (client: Client, wish: Wish, print: Print) => Promise<number>,
  ) =>
  async (asked: CommandLine, { environment, print, tell }: Surroundings): Promise<number> => {
    const wish = read(asked);
    // What should be known of it is said by what runs there all the time, and by the setup.
    const client = await openTemporal(settingsOf(readTemporal(environment)), () => {});
    try {
      return await act(client, wish, print);
    } catch (error) {
      // Of these nobody can say that nothing was changed.
      if (!(error instanceof Overtaken || error instanceof Unsettled)) throw error;
      tell(error.message);
      return error instanceof Overtaken ? EXIT.found : EXIT.couldNot;
    } finally {
      await client.connection.close();
    }
  };

export const deploymentCommands = {
  status: onTemporal(() => null, status),
  promote: onTemporal(({ values }) => ({ buildId: buildIn(values), seconds: secondsIn(values) }), promote),
  ramp: onTemporal(shareIn, ramp),
  rollback: onTemporal(
    ({ values, flags }) => ({
      build: values.build === undefined ? undefined : buildIn(values),
      isForced: flags.has('force'),
    }),
    rollback,
  ),
};

const NONE = 'No worker has been versioned yet: every worker takes every order.';

async function status(client: Client, _: null, print: Print): Promise<number> {
  const deployment = await readDeployment(client);
  if (deployment === null) {
    print(NONE);
    return EXIT.done;
  }
  for (const build of deployment.builds) print(`${build.buildId}  ${partOf(build, deployment)}`);
  if (deployment.current === null) print(`No build is current: ${routingInWords(deployment)}.`);
  else if (deployment.ramping?.buildId === null) print(`${routingInWords(deployment)}.`);
  return EXIT.done;
}

const ROLES: Readonly<Record<DeployedBuild['role'], string>> = {
  current: 'current',
  ramping: 'takes a share',
  draining: 'gave way a short while ago',
  drained: 'has nothing left; its workers may be stopped',
  idle: 'takes nothing',
};

const partOf = ({ role, tookUntil }: DeployedBuild, { ramping }: Deployment): string =>
  [
    role === 'ramping' ? `takes ${ramping?.percent} %` : ROLES[role],
    ...(tookUntil === null ? [] : [`took orders until ${tookUntil.toISOString()}`]),
  ].join(', ');

/** Where no worker has been versioned yet. */
const NOTHING: Routing = { current: null, ramping: null };

interface Promotion {
  buildId: string;
  /** How long its workers are waited for. */
  seconds: number;
}

async function promote(client: Client, { buildId, seconds }: Promotion, print: Print): Promise<number> {
  const before = (await readDeployment(client)) ?? NOTHING;
  const wanted = { current: buildId, ramping: null };
  if (before.current === buildId && before.ramping === null) {
    print(`Build ${buildId} is current already.`);
    return EXIT.done;
  }
  await waitForWorkers(client, buildId, seconds);
  await change(client, before, wanted);
  print(`${routingInWords(wanted)}; before, ${routingInWords(before)}.`);
  return EXIT.done;
}

interface Share extends Promotion {
  percent: number;
}

/** @returns null where nobody is to have a share */
function shareIn({ values }: CommandLine): Share | null {
  const [percent, seconds] = [percentIn(values), secondsIn(values)];
  return percent === 0 ? null : { buildId: buildIn(values), seconds, percent };
}

async function ramp(client: Client, share: Share | null, print: Print): Promise<number> {
  const before = (await readDeployment(client)) ?? NOTHING;
  if (share === null) return takeBack(client, before, print);
  const { buildId, seconds, percent } = share;
  await waitForWorkers(client, buildId, seconds);
  const wanted = { ...before, ramping: { buildId, percent } };
  await change(client, before, wanted);
  print(`${routingInWords(wanted)}.`);
  return EXIT.done;
}

async function takeBack(client: Client, before: Routing, print: Print): Promise<number> {
  const wanted = { ...before, ramping: null };
  if (before.ramping !== null) await change(client, before, wanted);
  print(`No build takes a share any more: ${routingInWords(wanted)}.`);
  return EXIT.done;
}

interface Return {
  /** The former one where it is left out. */
  build: string | undefined;
  isForced: boolean;
}

async function rollback(client: Client, { build, isForced }: Return, print: Print): Promise<number> {
  const before = await readDeployment(client);
  if (before === null) throw new Error(NONE);
  if (build === undefined && before.ramping !== null) return takeBack(client, before, print);
  const buildId = build === undefined ? formerOf(before) : build === UNVERSIONED ? null : build;
  const wanted = { current: buildId, ramping: null };
  if (!isForced) await waitForWorkers(client, buildId, 0);
  await change(client, before, wanted);
  print(`${routingInWords(wanted)} again; before, ${routingInWords(before)}.`);
  return EXIT.done;
}

/** The build to go back to. @throws Error where it is not certain which one that is */
export function formerOf({ current, former }: Pick<Deployment, 'current' | 'former'>): string {
  if (former?.isOlder) return former.buildId;
  const reason =
    former === null
      ? 'no build is known to have been current before'
      : `${workersOf(former.buildId)} were current before and are newer than build ${current}, which was itself gone back to`;
  throw new Error(`${reason}. Name one by --build, or workers without a version by --build ${UNVERSIONED}.`);
}

function buildIn({ build }: CommandLine['values']): string {
  const buildId = build ?? BUILD?.buildId;
  if (buildId === undefined) throw new Misuse('--build: this is no build, so it must be named.');
  if (!BUILD_ID.test(buildId)) throw new Misuse('--build: letters, digits, "_" and "-", at most 64');
  return buildId;
}

function percentIn({ percent = '' }: CommandLine['values']): number {
  if (/^\d{1,3}(\.\d{1,2})?$/.test(percent) && Number(percent) <= 100) return Number(percent);
  throw new Misuse('--percent: a number from 0 to 100, with two decimals at most');
}

function secondsIn({ wait = '60' }: CommandLine['values']): number {
  if (/^\d{1,4}$/.test(wait) && Number(wait) <= LONGEST_WAIT) return Number(wait);
  throw new Misuse(`--wait: a whole number of seconds, at most ${LONGEST_WAIT}`);
}
