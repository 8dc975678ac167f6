import { Client, Connection, type ConnectionOptions } from '@temporalio/client';
import { type HistorySize, historySize } from '../../test/support/history-size';
import type { Engine } from './engine';
import { placeGoldenOrder } from './golden-path';

/** Cost of one golden order for the engine and its caller. */
export interface OrderCost extends HistorySize {
  /** Calls over the wire that the client made. */
  calls: number;
}

type Interceptor = NonNullable<ConnectionOptions['interceptors']>[number];

/** Calls `heard` for every call over the wire. grpc-js types a call that is only passed on by a class of its own. */
const listening = (heard: () => void): Interceptor =>
  ((options, nextCall) => {
    heard();
    return nextCall(options);
  }) as Interceptor;

/** Places one order over a connection that counts its calls, and reads its history. */
export async function costOfOneOrder(engine: Engine, taskQueue: string): Promise<OrderCost> {
  let calls = 0;
  const connection = await Connection.connect({
    address: engine.server.address,
    interceptors: [
      listening(() => {
        calls += 1;
      }),
    ],
  });
  const client = new Client({ connection, namespace: engine.server.namespace });
  const callsToConnect = calls;
  const handle = await placeGoldenOrder(client, taskQueue);
  const callsForOrder = calls - callsToConnect;
  await connection.close();
  const { workflowId } = handle;
  return { ...(await historySize(engine.client.workflow.getHandle(workflowId))), calls: callsForOrder };
}
