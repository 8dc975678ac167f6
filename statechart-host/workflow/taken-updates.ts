import type { CarriedUpdate } from '../contract/carried';
import { digestOf } from '../contract/digest';
import { eventFingerprint } from '../contract/fingerprint';
import type { Objection } from '../contract/view';
import { TOO_MANY_EVENTS, UPDATE_ID_TAKEN } from '../contract/wire';

/** As long as a door keeps the key of a request. */
const KEPT_FOR = 72 * 3_600_000;
const MOST = 2_000;

/**
 * The updates that a machine has taken, through all runs of its chain. Within a run the server recognises a repeated
 * update id; a run that continues another starts with none, so the machine remembers them itself: for 72 hours, and at
 * most 2,000. An older id counts as new.
 */
export class TakenUpdates {
  readonly #byId: Map<string, CarriedUpdate>;

  constructor(carried: CarriedUpdate[] = []) {
    this.#byId = new Map(carried.map((update) => [update.id, update]));
  }

  /** Whether this update was taken before, with the same event. */
  has(updateId: string, event: unknown): boolean {
    return this.#known(updateId)?.event === eventFingerprint(event);
  }

  objectionTo(updateId: string, event: unknown): Objection | undefined {
    const known = this.#known(updateId);
    if (known !== undefined && known.event !== eventFingerprint(event)) {
      const message = `The update id was used for another event at ${new Date(known.at).toISOString()}. Send this one under an id of its own.`;
      return { type: UPDATE_ID_TAKEN, message, facts: {} };
    }
    if (known !== undefined || this.#byId.size < MOST) return undefined;
    const oldest = this.#younger()[0];
    if (oldest === undefined || this.#younger().length < MOST) return undefined;
    const until = new Date(oldest.at + KEPT_FOR).toISOString();
    return {
      type: TOO_MANY_EVENTS,
      message: `${MOST} updates were taken in the last 72 hours, as many as are remembered. The next one is taken after ${until}.`,
      facts: { until },
    };
  }

  add(updateId: string, event: unknown): void {
    // Only when there is something to gain: each run of the chain carries what is left.
    if (this.#byId.size >= MOST) this.#forgetOld();
    const id = digestOf(updateId);
    this.#byId.delete(id);
    this.#byId.set(id, { id, event: eventFingerprint(event), at: Date.now() });
  }

  carried(): CarriedUpdate[] {
    return this.#younger();
  }

  #known(updateId: string): CarriedUpdate | undefined {
    const known = this.#byId.get(digestOf(updateId));
    return known !== undefined && isYoung(known) ? known : undefined;
  }

  /** Oldest first, as they were added. */
  #younger(): CarriedUpdate[] {
    return [...this.#byId.values()].filter(isYoung);
  }

  #forgetOld(): void {
    for (const update of this.#byId.values()) if (!isYoung(update)) this.#byId.delete(update.id);
  }
}

const isYoung = ({ at }: CarriedUpdate): boolean => Date.now() - at < KEPT_FOR;
