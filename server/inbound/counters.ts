/** What became of the deliveries that a process has received since it started. */
export type InboundOutcome =
  | 'accepted'
  | 'repeated'
  /** The id had come before with another body: somebody's mistake, or a forgery by somebody who holds a secret. */
  | 'altered'
  /** Signature, time, mode or shape were wrong. */
  | 'refused'
  /** Accepted, of a type that the adapter does not know. */
  | 'unknown_type';

export class InboundCounters {
  readonly #counts: Record<InboundOutcome, number> = {
    accepted: 0,
    repeated: 0,
    altered: 0,
    refused: 0,
    unknown_type: 0,
  };

  count(outcome: InboundOutcome): void {
    this.#counts[outcome] += 1;
  }

  read(): Readonly<Record<InboundOutcome, number>> {
    return { ...this.#counts };
  }
}
