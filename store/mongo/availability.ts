import { mongo } from 'mongoose';

/** The one error of the store that passes: MongoDB could not be reached or was too slow, so the same call may be made again. */
export class StoreUnavailable extends Error {
  constructor(cause?: unknown) {
    super('The database did not answer in time.', { cause });
    this.name = 'StoreUnavailable';
  }
}

/** An error that a caller only has to wait out; every other one is a bug of ours. */
export const isStoreUnavailable = (error: unknown): error is StoreUnavailable => error instanceof StoreUnavailable;

/** Whether a unique index refused a write. */
export const isDuplicate = (error: unknown): boolean => isRecord(error) && error.code === DUPLICATE_KEY;

/** Whether an error of the driver, or one that it wraps, says that MongoDB could not be reached or was too slow. */
export function saysUnavailable(error: unknown): boolean {
  return withWrapped(error).some(
    (one) =>
      isStoreUnavailable(one) ||
      NETWORK_CODES.has(String(one.code)) ||
      DRIVER_NAMES.has(String(one.name)) ||
      one instanceof MongoNetworkError ||
      (one instanceof MongoError && LABELS.some((label) => one.hasErrorLabel(label))) ||
      (isOfServer(one) && SERVER_CODES.has(Number(one.code))) ||
      (isOfServer(one) && DISK_IS_FULL.test(`${one.message} ${one.errmsg}`)),
  );
}

const { MongoError, MongoNetworkError, MongoServerError } = mongo;

const DUPLICATE_KEY = 11_000;

/** Node's words for a connection that broke or cannot be made. The driver hands on what a socket says while it is written to. */
const NETWORK_CODES: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'],
  ...['ETIMEDOUT', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'ENETRESET', 'ENOTCONN'],
  // The name cannot be resolved: for now, or as long as the host restarts.
  ...['EAI_AGAIN', 'ENOTFOUND'],
]);

/** Errors by their name: the driver does not export the class of each, and Mongoose has its own of two of them. */
const DRIVER_NAMES: ReadonlySet<string> = new Set([
  // No server answers, or every connection waits for one that says nothing.
  ...['MongoServerSelectionError', 'MongooseServerSelectionError', 'MongoWaitQueueTimeoutError'],
  // The connection was closed under the call, as it is while a process stops.
  ...['MongoNotConnectedError', 'MongoTopologyClosedError', 'MongoServerClosedError', 'MongoPoolClosedError'],
  ...['MongoClientClosedError', 'MongoExpiredSessionError'],
  // Of limits that the driver keeps itself.
  'MongoOperationTimeoutError',
]);

/** The server itself says that the same may be sent again, or that it is too busy now. */
const LABELS = ['RetryableWriteError', 'SystemOverloadedError'];

const SERVER_CODES: ReadonlySet<number> = new Set([
  // It took too long: MaxTimeMSExpired, ExceededTimeLimit, LockTimeout, WriteConcernTimeout.
  ...[50, 262, 24, 64],
  // Its own network: HostUnreachable, HostNotFound, NetworkTimeout, NetworkInterfaceExceededTimeLimit, SocketException.
  ...[6, 7, 89, 202, 9_001],
  // It stops, or somebody stopped the operation: ShutdownInProgress, InterruptedAtShutdown, Interrupted, ClientDisconnect.
  ...[91, 11_600, 11_601, 279],
  // Another server takes over: PrimarySteppedDown, InterruptedDueToReplStateChange, (Legacy)NotWritablePrimary,
  // NotPrimaryNoSecondaryOk, NotPrimaryOrSecondary, FailedToSatisfyReadPreference, ReadConcernMajorityNotAvailableYet.
  ...[189, 11_602, 10_107, 10_058, 13_435, 13_436, 133, 134],
  // It has restarted or let go of what it was reading: CursorNotFound, QueryPlanKilled, CursorKilled.
  ...[43, 175, 237],
  // It has too much to do: WriteConflict, TemporarilyUnavailable, IngressRequestRateLimitExceeded.
  ...[112, 365, 462],
  // It cannot write: OutOfDiskSpace.
  14_031,
]);

/** A full disk that the storage engine tells under a code of its own. */
const DISK_IS_FULL = /no space left on device|disk (?:is )?full|disk quota exceeded|file too large/i;

type Fields = Record<string, unknown>;

const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** The same numbers mean something else in errors that are not MongoDB's. */
const isOfServer = (error: Fields): boolean => error instanceof MongoServerError || 'errmsg' in error;

/** An error with all that it wraps: causes, the answer of a bulk write, one error an address that was tried. */
function withWrapped(error: unknown, seen: Set<unknown> = new Set()): Fields[] {
  if (!isRecord(error) || seen.has(error)) return [];
  seen.add(error);
  const { cause, errorResponse, writeErrors, errors } = error;
  const several = [writeErrors, errors].flat();
  return [error, ...[cause, errorResponse, ...several].flatMap((wrapped) => withWrapped(wrapped, seen))];
}
