import { setTimeout as pause } from 'node:timers/promises';
import { statechartClient } from 'statechart-host/client';
import { startTemporal, startTestWorker } from 'statechart-host/testing';
import { parcelActivities } from '../parcel/activities';
import type { parcelMachine } from '../parcel/machine';
import { aStreet } from '../parcel/run';
import { startViewer } from './viewer';

const PARCELS = 12;
const BETWEEN = 5_000;

async function main(): Promise<void> {
  const temporal = await startTemporal();
  const viewer = await startViewer();
  const street = aStreet();
  const { client, taskQueue, stop } = await startTestWorker({
    address: temporal.address,
    workflowsPath: require.resolve('./workflows'),
    activities: parcelActivities(street),
    sinks: viewer.sinks,
  });
  console.log(`Look at ${viewer.url}`);
  const parcels = statechartClient<typeof parcelMachine>({ client, workflowType: 'watchedParcel', taskQueue });
  for (let house = 1; house <= PARCELS; house += 1) {
    const address = `${house} Mill Lane`;
    const parcel = await parcels.start({ id: `parcel-${Date.now()}`, input: { address } });
    await parcel.send({ type: 'SEND' });
    await pause(BETWEEN);
    street.atHome.add(address);
    await parcel.nudge({ type: 'AT_HOME' });
  }
  await stop();
  await viewer.stop();
  await temporal.stop();
}

if (require.main === module) void main();
