import type { Client } from '@temporalio/client';
import { settingsOf } from '../../connections/environment';
import { openTemporal } from '../../connections/temporal/client';
import { readTemporal, TEMPORAL_VARIABLES } from '../../connections/temporal/settings';

/** Where a Temporal of a stack is. */
export interface TemporalAt {
  /** host:port */
  address: string;
  namespace: string;
  /** The variables by which it is reached, where it is ours and not spoken to in plain text. */
  environment?: Record<string, string>;
}

/** The variables by which the processes of a stack reach it. */
export const temporalVariables = ({ address, namespace, environment }: TemporalAt): Record<string, string> => ({
  // One of ours is spoken to as it says, whatever this shell has set for another one.
  ...(environment === undefined && address === process.env.TEMPORAL_ADDRESS
    ? {}
    : Object.fromEntries(TEMPORAL_VARIABLES.map((variable) => [variable, '']))),
  ...environment,
  TEMPORAL_ADDRESS: address,
  TEMPORAL_NAMESPACE: namespace,
});

/** A client that reaches it as the processes do. Whoever opens it closes its connection. */
export const openTemporalAt = (at: TemporalAt): Promise<Client> =>
  openTemporal(settingsOf(readTemporal({ ...process.env, ...temporalVariables(at) })), () => {});
