/** Failures while starting the servers of the embedded stack; stable, so that scripts may branch on it. */
export type BackendErrorCode =
  | 'temporal_not_found'
  | 'temporal_failed'
  | 'mongo_not_found'
  | 'mongo_failed'
  | 'data_folder_in_use'
  | 'setup_failed';

/** A server of the embedded stack could not be had. The message says what happened and what to do next. */
export class BackendError extends Error {
  override readonly name = 'BackendError';

  constructor(
    readonly code: BackendErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The text of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
