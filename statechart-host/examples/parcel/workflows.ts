import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Carried } from 'statechart-host/contract';
import { durable, type Hosting, hostMachine, localFirst } from 'statechart-host/workflow';
import type { parcelActivities } from './activities';
import { type Parcel, parcelMachine } from './machine';

type Activities = ReturnType<typeof parcelActivities>;

const { deliver } = proxyActivities<Activities>({ startToCloseTimeout: '1 hour', retry: { maximumAttempts: 1 } });

// What is quick and our own runs in the worker itself first, and as an ordinary activity where that failed.
const here = proxyLocalActivities<Activities>({ startToCloseTimeout: '1 second', retry: { maximumAttempts: 1 } });
const there = proxyActivities<Activities>({ startToCloseTimeout: '1 minute' });

const machine = parcelMachine.provide({
  actors: { deliver: durable(deliver), remind: durable(localFirst(here.remind, there.remind)) },
});

/** How a parcel is hosted. */
export const parcelHosting = (input: Parcel, carried?: Carried): Hosting<typeof machine> => ({
  machine,
  input,
  carried,
  events: ['SEND', 'RETRY', 'RETURN'],
  nudges: ['AT_HOME'],
  cancelEvent: { type: 'RETURN' },
  project: localFirst(here.show, there.show),
});

export const parcel = (input: Parcel, carried?: Carried) => hostMachine(parcelHosting(input, carried));

/** The same for those who do not have a day: its sender is reminded after a second. */
export const hurriedParcel = (input: Parcel, carried?: Carried) => {
  const hosting = parcelHosting(input, carried);
  return hostMachine({ ...hosting, machine: hosting.machine.provide({ delays: { patience: 1_000 } }) });
};
