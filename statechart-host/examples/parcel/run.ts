import { statechartClient } from 'statechart-host/client';
import { startTemporal, startTestWorker, type TestWorker } from 'statechart-host/testing';
import { type Neighbourhood, parcelActivities } from './activities';
import type { parcelMachine } from './machine';

/** A street in memory, in which nobody is at home at first. */
export function aStreet(): Neighbourhood & { told: string[]; atHome: Set<string> } {
  const told: string[] = [];
  const atHome = new Set<string>();
  return {
    told,
    atHome,
    board: new Map(),
    isAtHome: (address) => atHome.has(address),
    tellSender: (message) => told.push(message),
  };
}

/** Sends a parcel to somebody who is not at home at first. @param say is told what happens */
export async function sendParcel(
  { client, taskQueue }: Pick<TestWorker, 'client' | 'taskQueue'>,
  id: string,
  { atHome, board }: ReturnType<typeof aStreet>,
  say: (line: string) => void,
): Promise<void> {
  const parcels = statechartClient<typeof parcelMachine>({ client, workflowType: 'hurriedParcel', taskQueue });
  const parcel = await parcels.start({ id, input: { address: 'Lille' } });
  await parcel.waitFor({ settled: true });
  say(`on the board: ${board.get('Lille')}`);

  const stuck = await parcel.send({ type: 'SEND' });
  say(`${stuck.state}: ${stuck.details.trouble} Allowed: ${stuck.allowedEvents.join(', ')}.`);

  atHome.add('Lille');
  await parcel.nudge({ type: 'AT_HOME' });
  const { state, output } = await parcel.result();
  say(`${state}: ${output?.receipt}`);
  say(`on the board: ${board.get('Lille')}`);
}

async function main(): Promise<void> {
  const temporal = await startTemporal();
  const street = aStreet();
  const worker = await startTestWorker({
    address: temporal.address,
    workflowsPath: require.resolve('./workflows'),
    activities: parcelActivities(street),
  });
  await sendParcel(worker, `parcel-${Date.now()}`, street, console.log);
  await worker.stop();
  await temporal.stop();
}

if (require.main === module) void main();
