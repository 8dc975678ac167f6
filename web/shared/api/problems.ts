import type { Schemas } from './api-types';

/** The API's no, in words of the reader's language (RFC 9457). Programs branch on `code`, never on a text. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    readonly document: Schemas['Problem'],
    /** Seconds after which the same request may be sent again; null where it is of no use. */
    readonly retryAfter: number | null,
  ) {
    super(document.code);
  }

  get code(): string {
    return this.document.code;
  }

  get status(): number {
    return this.document.status;
  }
}

/** Nobody answered, or not what the API answers: whether the request arrived is not known. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
}

/** Whether the same request may be answered otherwise a little later. */
export const isPassing = (error: unknown): boolean =>
  error instanceof Unanswered || (error instanceof ApiProblem && (error.status >= 500 || error.status === 429));
