import { mongo } from 'mongoose';

const { MongoBulkWriteError, MongoNetworkError, MongoServerSelectionError, MongoError, MongoNotConnectedError } = mongo;

/** MaxTimeMSExpired, HostUnreachable, HostNotFound, NetworkTimeout, ShutdownInProgress, PrimarySteppedDown, NotWritablePrimary… */
const PASSING_CODES: ReadonlySet<unknown> = new Set([
  50, 6, 7, 89, 91, 189, 262, 9_001, 10_107, 11_600, 11_602, 13_435, 13_436,
]);

/** Whether an error says that MongoDB could not be reached or was too slow, so that trying again may help. */
export function isStoreUnavailable(error: unknown): boolean {
  if (
    error instanceof MongoNetworkError ||
    error instanceof MongoServerSelectionError ||
    error instanceof MongoNotConnectedError ||
    isWaitingForConnection(error)
  ) {
    return true;
  }
  // An insert that failed on the way is wrapped, and the wrapping has neither class nor code of what went wrong.
  if (error instanceof MongoBulkWriteError && isStoreUnavailable(error.errorResponse)) return true;
  if (error instanceof MongoError) {
    return PASSING_CODES.has(error.code) || error.hasErrorLabel('RetryableWriteError');
  }
  return false;
}

/** Every connection is waiting for a server that says nothing; the driver does not export this class. */
const isWaitingForConnection = (error: unknown): boolean =>
  error instanceof MongoError && error.name === 'MongoWaitQueueTimeoutError';
