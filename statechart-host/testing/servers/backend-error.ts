/**
 * A server could not be had. The message says what happened and what to do next. The code is stable, so that scripts may
 * branch on it: `temporal_not_found`, `temporal_failed` (it ended or never answered), `data_folder_in_use`, `setup_failed`,
 * and those of other servers that are found or started in the same way.
 */
export class BackendError extends Error {
  override readonly name = 'BackendError';

  constructor(
    readonly code: string,
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
