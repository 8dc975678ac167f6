/** The outcome of a delivery that a process has received since it started. */
type InboundOutcome =
  | 'accepted'
  | 'repeated'
  /** The id had come before with another body: somebody's mistake, or a forgery by somebody who holds a secret. */
  | 'altered'
  /** Signature, time, mode or shape were wrong. */
  | 'refused'
  /** Accepted, of a type that the adapter does not know. */
  | 'unknown_type';

type Counts = Record<InboundOutcome, number>;

const none = (): Counts => ({ accepted: 0, repeated: 0, altered: 0, refused: 0, unknown_type: 0 });

/** Each tenant's deliveries apart, and those of which nobody knows whose they are. */
export class InboundCounters {
  readonly #counts = new Map<string | null, Counts>();

  count(outcome: InboundOutcome, tenantId: string | null): void {
    const counts = this.#counts.get(tenantId) ?? none();
    counts[outcome] += 1;
    this.#counts.set(tenantId, counts);
  }

  /** The counts of some tenants together; null for those of nobody. */
  read(tenantIds: readonly (string | null)[]): Readonly<Counts> {
    const sum = none();
    for (const tenantId of tenantIds) {
      const counts = this.#counts.get(tenantId) ?? none();
      for (const outcome of Object.keys(sum) as InboundOutcome[]) sum[outcome] += counts[outcome];
    }
    return sum;
  }
}
