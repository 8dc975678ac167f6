import { Client, Connection, isGrpcServiceError } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { untilReady } from 'statechart-host/testing';
import { settingsOf } from '../../connections/environment';
import { connectionOptions } from '../../connections/temporal/reaching';
import { readTemporal } from '../../connections/temporal/settings';
import { completeNamespace } from '../../server/api/requirements';
import { STUCK_ATTRIBUTE } from '../../workflows/contract';

/** Of the server itself: it is there before any other. */
const OF_THE_SERVER = 'temporal-system';
const RETENTION = '30 days';
/** Of gRPC. */
const ALREADY_EXISTS = 6;

/**
 * Waits until a server answers, and makes the namespace that the variables name with all that orders need in it; where it is
 * there already, nothing changes.
 * @throws Error saying what is missing, after 30 seconds or once `gaveUp` is aborted
 */
export async function ensureNamespace(environment: Record<string, string>, gaveUp: AbortSignal): Promise<void> {
  const { namespace, ...target } = settingsOf(readTemporal(environment));
  const { address, ...spoken } = connectionOptions({ namespace, ...target });
  const until = (name: string, searchAttributes: string[]) =>
    untilReady({ address, spoken, namespace: name, searchAttributes }, gaveUp);
  await until(OF_THE_SERVER, []);
  const connection = await Connection.connect({ address, ...spoken });
  try {
    await register(connection, namespace);
    await completeNamespace(new Client({ connection, namespace }));
  } finally {
    await connection.close();
  }
  await until(namespace, [STUCK_ATTRIBUTE]);
}

async function register({ workflowService }: Connection, namespace: string): Promise<void> {
  const workflowExecutionRetentionPeriod = msToTs(RETENTION);
  await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod }).catch((error: unknown) => {
    if (!isGrpcServiceError(error) || Number(error.code) !== ALREADY_EXISTS) throw error;
  });
}
