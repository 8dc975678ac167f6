import { setTimeout as pause } from 'node:timers/promises';
import { Connection, type ConnectionOptions, isGrpcServiceError } from '@temporalio/client';

/** Types of search attribute that the server's command line knows. */
export type SearchAttributeKind = 'Keyword' | 'KeywordList' | 'Int' | 'Double' | 'Bool' | 'Datetime';

/** How a server is spoken to; plain text, and no key, where all is left out. */
export interface Spoken extends Pick<ConnectionOptions, 'tls' | 'metadata'> {
  readonly apiKey?: string;
}

/** Which server, and what must be there before it counts as ready. */
export interface ReadyTarget {
  readonly spoken?: Spoken | undefined;
  readonly address: string;
  readonly namespace: string;
  readonly searchAttributes: readonly string[];
}

/** Of gRPC: Temporal Cloud does not tell which search attributes there are. */
const NOT_TOLD: ReadonlySet<number> = new Set([7, 12]);
const READY_LIMIT_MS = 30_000;
const CALL_LIMIT_MS = 2_000;
const TRY_AGAIN_MS = 20;

/**
 * Resolves once the server answers for the namespace and knows the search attributes, or does not tell which it knows.
 * @throws Error saying what is missing, when that is still so after 30 seconds or once `gaveUp` is aborted.
 */
export async function untilReady(target: ReadyTarget, gaveUp: AbortSignal): Promise<void> {
  const connection = Connection.lazy({
    ...target.spoken,
    address: target.address,
    channelArgs: {
      'grpc.initial_reconnect_backoff_ms': TRY_AGAIN_MS,
      'grpc.max_reconnect_backoff_ms': 200,
      // A server on this machine is behind no proxy for the web, and any other one is asked the way that workers go.
      'grpc.enable_http_proxy': 0,
    },
    // The loop below tries again itself, so that the end of the server is noticed at once.
    interceptors: [],
  });
  try {
    await untilNothingMissing(connection, target, gaveUp);
  } finally {
    await connection.close();
  }
}

async function untilNothingMissing(connection: Connection, target: ReadyTarget, gaveUp: AbortSignal): Promise<void> {
  const deadline = Date.now() + READY_LIMIT_MS;
  for (;;) {
    const missing = await whatIsMissing(connection, target).catch((thrown: unknown) => `it answers: ${String(thrown)}`);
    if (missing === undefined) return;
    if (gaveUp.aborted || Date.now() > deadline) throw new Error(missing);
    await pause(TRY_AGAIN_MS);
  }
}

async function whatIsMissing(connection: Connection, target: ReadyTarget): Promise<string | undefined> {
  const { namespace } = target;
  return connection.withDeadline(Date.now() + CALL_LIMIT_MS, async () => {
    await connection.workflowService.describeNamespace({ namespace });
    if (target.searchAttributes.length === 0) return undefined;
    const told = await connection.operatorService.listSearchAttributes({ namespace }).catch(nullIfNotTold);
    if (told === null) return undefined;
    const absent = target.searchAttributes.filter((name) => told.customAttributes?.[name] === undefined);
    return absent.length === 0 ? undefined : `namespace ${namespace} has no search attribute ${absent.join(', ')}`;
  });
}

function nullIfNotTold(error: unknown): null {
  if (isGrpcServiceError(error) && NOT_TOLD.has(Number(error.code))) return null;
  throw error;
}
