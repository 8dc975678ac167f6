import type { Client } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import { listExecutions } from '../../activities/order/whereabouts';
import { lockOf } from '../../connections/temporal/payloads/sealing';
import type { Store } from '../../store/index';
import { sealedInStore } from './sealed-in-store';

/** How much is sealed with a key, by where it is. */
export type Use = Record<'kept states' | 'payment tokens' | 'open workflows', number>;

const RUNNING = "ExecutionStatus = 'Running'";
const EVENTS = 1_000;
const AT_ONCE = 8;

interface Execution {
  workflowId: string;
  runId: string;
}

/**
 * Counts what is sealed with each key: in the database, and in the histories of workflows that run. A key that is not named here may
 * leave the ring, as far as nobody looks at workflows that are over. It reads every open history, which takes about 10 milliseconds each.
 */
export async function keysInUse(
  store: Pick<Store, 'orders' | 'paymentSetups'>,
  client: Client,
): Promise<Map<string, Use>> {
  const uses = new Map<string, Use>();
  const count = (keyId: string, what: keyof Use): void => {
    const use = uses.get(keyId) ?? { 'kept states': 0, 'payment tokens': 0, 'open workflows': 0 };
    use[what] += 1;
    uses.set(keyId, use);
  };
  for await (const { keyId, what } of sealedInStore(store)) count(keyId, what);
  const look = async (execution: Execution): Promise<void> => {
    for (const key of await keysOfRun(client, execution)) count(key, 'open workflows');
  };
  const looking: Promise<void>[] = [];
  for await (const { workflowId, runId } of listExecutions(client, RUNNING)) {
    const looked = look({ workflowId, runId });
    // Awaited further down, perhaps after another one has failed.
    looked.catch(() => undefined);
    looking.push(looked);
    if (looking.length >= AT_ONCE) await looking.shift();
  }
  await Promise.all(looking);
  return uses;
}

async function keysOfRun({ workflowService, options }: Client, execution: Execution): Promise<Set<string>> {
  const keys = new Set<string>();
  let nextPageToken: Uint8Array = new Uint8Array();
  do {
    const page = await workflowService.getWorkflowExecutionHistory({
      namespace: options.namespace,
      execution,
      maximumPageSize: EVENTS,
      nextPageToken,
    });
    for (const payload of payloadsIn(page.history)) {
      const lock = lockOf(payload);
      if (lock !== null) keys.add(lock.keyId);
    }
    nextPageToken = page.nextPageToken;
  } while (nextPageToken.length > 0);
  return keys;
}

/** Every payload in a message of Temporal, wherever it stands. */
function* payloadsIn(message: unknown): Generator<Payload> {
  if (typeof message !== 'object' || message === null || message instanceof Uint8Array) return;
  if ('metadata' in message && 'data' in message) yield message as Payload;
  for (const part of Object.values(message)) yield* payloadsIn(part);
}
