import type { Store } from '../../store/index';

/** Something stored that does not follow from what else is stored. */
export interface Difference {
  tenantId: string;
  /** Its subject, with its id: "account acc_1". */
  subject: string;
  /** The difference in plain words: what was expected and what was found. */
  problem: string;
}

/** Recomputes one kind of stored fact from others. It only reads, so it may run beside a working system. */
export interface Check {
  /** The subjects of the check, in the plural: "ledgers". */
  subjects: string;
  /** Looks at everything there is, tells each difference as it is found, and answers how many were looked at. */
  run(store: Store, tell: (difference: Difference) => void): Promise<number>;
}
