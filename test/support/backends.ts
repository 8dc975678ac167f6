import type { Spoken } from 'statechart-host/testing';
import { settingsOf } from '../../connections/environment';
import { connectionOptions } from '../../connections/temporal/reaching';
import { readTemporal } from '../../connections/temporal/settings';

/** Addresses of the backends that tests of this process share; `global-setup.ts` starts them. */
export function testBackends(): { temporal: string; mongo: string } {
  const { AVENANT_TEST_TEMPORAL: temporal, AVENANT_TEST_MONGO: mongos, JEST_WORKER_ID = '1' } = process.env;
  const addresses = mongos?.split(' ') ?? [];
  const mongo = addresses[Number(JEST_WORKER_ID) % addresses.length];
  if (temporal === undefined || mongo === undefined)
    throw new Error('The backends were not started: run jest with its global setup.');
  return { temporal, mongo };
}

/** The Temporal of the run, and how it is spoken to: by the variables of servers and workers. */
export function testTemporal(): { address: string; spoken: Spoken } {
  const variables = { ...process.env, TEMPORAL_ADDRESS: testBackends().temporal };
  const { address, ...spoken } = connectionOptions(settingsOf(readTemporal(variables)));
  return { address, spoken };
}
