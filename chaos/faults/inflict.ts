import { setTimeout as pause } from 'node:timers/promises';
import type { Member } from '../stack/member';
import type { ChaosStack } from '../stack/stack';
import type { PlannedFault } from './plan';

/** Whether the part that something went wrong with could not but notice it. */
export type Noticed = 'noticed' | 'unnoticed';

/** Lets one thing go wrong, and resolves once it is right again. */
export async function inflict(fault: PlannedFault, stack: ChaosStack): Promise<Noticed> {
  if (fault.kind === 'database_full') return takeRoomFor(stack, fault);
  await strike({ ...fault, kind: fault.kind }, stack);
  return 'noticed';
}

type Strike = PlannedFault & { kind: Exclude<PlannedFault['kind'], 'database_full'> };

async function strike(fault: Strike, stack: ChaosStack): Promise<void> {
  const { kind, which, lasts } = fault;
  const { below, gateway, workers, apis, builds } = stack;
  switch (kind) {
    case 'worker_killed':
      return killFor(workers[which], lasts);
    case 'api_killed':
      return killFor(apis[which], lasts);
    case 'temporal_killed':
      return killFor(below.temporal, lasts);
    case 'mongo_killed':
      return killFor(below.mongo, lasts);
    case 'gateway_away':
      await gateway.goAway();
      await pause(lasts);
      return gateway.comeBack();
    case 'worker_paused':
      return pauseFor(workers[which], lasts);
    case 'build_ramped':
      await builds?.ramp(which);
      return pause(lasts);
    case 'build_promoted':
      return builds?.promote(which);
    case 'build_rolled_back':
      await builds?.rollBack();
      return pause(lasts);
  }
}

async function killFor(member: Member | undefined, lasts: number): Promise<void> {
  await member?.kill();
  await pause(lasts);
  await member?.start();
}

async function pauseFor(member: Member | undefined, lasts: number): Promise<void> {
  member?.signal('SIGSTOP');
  await pause(lasts);
  member?.signal('SIGCONT');
}

/** A full file system is noticed only once the journal needs another file. */
const FULL_FOR_AT_MOST_MS = 15_000;

/** A database that cannot write ends; one that has not noticed is restarted, as whoever gives it room does. */
async function takeRoomFor({ below: { mongo, room } }: ChaosStack, { which, lasts }: PlannedFault): Promise<Noticed> {
  const isFull = which === 0 && room.isMounted;
  mongo.letEnd();
  await (isFull ? room.fill() : room.limitFiles(mongo));
  const isGone = await Promise.race([mongo.gone().then(() => true), pause(FULL_FOR_AT_MOST_MS, false)]);
  if (!isGone) await mongo.kill();
  await pause(lasts);
  await room.giveBack();
  await mongo.start();
  return isGone ? 'noticed' : 'unnoticed';
}
