import type { Client } from '@temporalio/client';
import { settingsOf } from '../../connections/environment';
import { openTemporal } from '../../connections/temporal/client';
import { readTemporal } from '../../connections/temporal/settings';
import { BUILD } from '../../telemetry/build';
import { type CommandLine, EXIT, Misuse, type Surroundings } from '../command';
import {
  type DeployedBuild,
  type Deployment,
  makeCurrent,
  readDeployment,
  setRamp,
  waitForWorkers,
} from './deployment';

/** `avenant deployment …` */

type Wish = CommandLine['values'];
type Act = (client: Client, wish: Wish, surroundings: Surroundings) => Promise<number>;

/** Stands for no build. */
const UNVERSIONED = 'unversioned';
/** Whoever is waited for longer is waited for in vain. */
const LONGEST_WAIT = 3_600;

const onTemporal =
  (act: Act) =>
  async (wish: Wish, surroundings: Surroundings): Promise<number> => {
    const client = await openTemporal(settingsOf(readTemporal(surroundings.environment)), surroundings.tell);
    try {
      return await act(client, wish, surroundings);
    } finally {
      await client.connection.close();
    }
  };

export const deploymentCommands = {
  status: onTemporal(status),
  promote: onTemporal(promote),
  ramp: onTemporal(ramp),
  rollback: onTemporal(rollback),
};

const NONE = 'No worker has been versioned yet: every worker takes every order.';

async function status(client: Client, _: Wish, { print }: Surroundings): Promise<number> {
  const deployment = await readDeployment(client);
  if (deployment === null) {
    print(NONE);
    return EXIT.found;
  }
  for (const build of deployment.builds) print(`${build.buildId}  ${inWords(build, deployment)}`);
  if (deployment.current === null) print('No build is current: workers without a version take all orders.');
  return EXIT.done;
}

const theBuild = (buildId: string): string =>
  buildId === UNVERSIONED ? 'workers without a version' : `workers of build ${buildId}`;

const ROLES: Readonly<Record<DeployedBuild['role'], string>> = {
  current: 'current',
  ramping: 'takes a share',
  draining: 'still has orders or other work that began on it',
  drained: 'has nothing left; its workers may be stopped',
  idle: 'takes nothing',
};

const inWords = ({ role, tookUntil }: DeployedBuild, { ramping }: Deployment): string =>
  [
    role === 'ramping' ? `takes ${ramping?.percent} %` : ROLES[role],
    ...(tookUntil === null ? [] : [`took orders until ${tookUntil.toISOString()}`]),
  ].join(', ');

async function promote(client: Client, wish: Wish, { print }: Surroundings): Promise<number> {
  const buildId = buildIn(wish);
  const before = (await readDeployment(client))?.current ?? null;
  if (before === buildId) {
    print(`Build ${buildId} is current already.`);
    return EXIT.done;
  }
  await waitForWorkers(client, buildId, secondsIn(wish));
  await makeCurrent(client, buildId);
  print(`${theBuild(buildId)} take all orders; ${theBuild(before ?? UNVERSIONED)} did before.`);
  return EXIT.done;
}

async function ramp(client: Client, wish: Wish, { print }: Surroundings): Promise<number> {
  const percent = Number(wish.percent);
  if (!(percent >= 0 && percent <= 100)) throw new Misuse('--percent: a number from 0 to 100');
  if (percent === 0) return takeBack(client, print);
  const buildId = buildIn(wish);
  await waitForWorkers(client, buildId, secondsIn(wish));
  await setRamp(client, { buildId, percent });
  print(`${theBuild(buildId)} take ${percent} % of the orders.`);
  return EXIT.done;
}

async function takeBack(client: Client, print: Surroundings['print']): Promise<number> {
  await setRamp(client, null);
  print('No build takes a share any more.');
  return EXIT.done;
}

async function rollback(client: Client, { build }: Wish, { print }: Surroundings): Promise<number> {
  const deployment = await readDeployment(client);
  if (deployment === null) throw new Error(NONE);
  if (build === undefined && deployment.ramping !== null) return takeBack(client, print);
  const buildId = build ?? deployment.former;
  if (buildId === null) {
    throw new Error(
      `no build is known to have been current before. Name one by --build, or workers without a version by --build ${UNVERSIONED}.`,
    );
  }
  await makeCurrent(client, buildId === UNVERSIONED ? null : buildId);
  print(`${theBuild(buildId)} take all orders again; ${theBuild(deployment.current ?? UNVERSIONED)} did before.`);
  return EXIT.done;
}

function buildIn({ build }: Wish): string {
  const buildId = build ?? BUILD?.buildId;
  if (buildId === undefined) throw new Misuse('--build: this is no build, so it must be named.');
  return buildId;
}

function secondsIn({ wait = '60' }: Wish): number {
  const seconds = Number(wait);
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= LONGEST_WAIT) return seconds;
  throw new Misuse(`--wait: a whole number of seconds, at most ${LONGEST_WAIT}`);
}
