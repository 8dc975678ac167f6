import { randomUUID } from 'node:crypto';
import { type Client, Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { type Spoken, untilReady } from 'statechart-host/testing';
import { clientOf } from '../../connections/temporal/client';
import type { PayloadSettings } from '../../connections/temporal/payloads/settings';
import { STUCK_ATTRIBUTE } from '../../workflows/contract';
import { testTemporal } from './backends';
import { PATIENCE, until } from './within';

/** Temporal's own number for the type of search attribute "Keyword". */
const KEYWORD = 2;

/** A namespace that nobody else uses, on the Temporal of the test run, and a client of it. */
export interface FlowNamespace {
  address: string;
  spoken: Spoken;
  name: string;
  client: Client;
  connection: Connection;
}

/** Takes about 50 milliseconds. Whoever opens it closes the connection. */
export async function openNamespace(
  payloads: PayloadSettings = { encryption: 'off', ring: null },
): Promise<FlowNamespace> {
  const { address, spoken } = testTemporal();
  const connection = await Connection.connect({ ...spoken, address });
  const name = `flow-${randomUUID().slice(0, 8)}`;
  await connection.workflowService.registerNamespace({
    namespace: name,
    workflowExecutionRetentionPeriod: msToTs('1 day'),
  });
  const attribute = { namespace: name, searchAttributes: { [STUCK_ATTRIBUTE]: KEYWORD } };
  await until(PATIENCE, 'the search attribute', () =>
    connection.operatorService.addSearchAttributes(attribute).then(
      () => true,
      () => false,
    ),
  );
  const target = { address, spoken, namespace: name, searchAttributes: [STUCK_ATTRIBUTE] };
  await untilReady(target, AbortSignal.timeout(PATIENCE));
  return { address, spoken, name, connection, client: clientOf(connection, { namespace: name, payloads }) };
}
