/** The port of every register of VAT numbers. */

/** Name and address to be compared with the register's own; only some states do (Spain does, Germany does not). */
export interface Trader {
  name?: string;
  street?: string;
  postalCode?: string;
  city?: string;
  companyType?: string;
}

export interface VatCheckOptions {
  /** RFC 3339 in UTC; goes into the evidence as it is. */
  checkedAt: string;
  /** The seller's own canonical number. Without it there is no consultation number. */
  requester?: string;
  trader?: Trader;
  signal?: AbortSignal;
}

/** The register's word on one trader field: it agrees, it does not, or it did not look. */
export type TraderMatch = 'match' | 'mismatch' | 'not_processed';

/** The record of a check for an audit (Implementing Regulation (EU) 282/2011, Art. 18(1)(a)). */
export interface VatEvidence {
  register: string;
  /** The canonical number that was asked for. */
  vatNumber: string;
  requester: string | null;
  checkedAt: string;
  /** The register's proof that it was asked; null when it gave none. */
  consultationNumber: string | null;
  /** The register's own time of the request, as it wrote it. */
  requestDate: string | null;
  /** Null where the register does not disclose it. */
  traderName: string | null;
  traderAddress: string | null;
  /** By field: name, street, postalCode, city, companyType; empty when nothing was compared. */
  traderMatches: Readonly<Record<string, TraderMatch>>;
  httpStatus: number | null;
  /** The answer as it came, cut after `RAW_ANSWER_LIMIT` characters. */
  rawAnswer: string;
  isRawAnswerCut: boolean;
  clientVersion: string;
}

/** Why no answer was had, for the wait that follows and for support. */
export type VerificationFailure =
  | 'timeout'
  | 'service_unavailable'
  | 'member_state_unavailable'
  | 'rate_limit'
  | 'blocked'
  | 'invalid_requester'
  | 'not_covered'
  | 'unknown';

/**
 * A register's word. Only `valid` and `invalid` are about the number; `unverifiable` is neither and must never be read
 * as either. `code` is the register's own, or ours in small letters where it gave none.
 */
export type VatVerdict =
  | { outcome: 'valid' }
  | { outcome: 'invalid' }
  /** The register would not look the number up as it is written; asking again cannot help. */
  | { outcome: 'input_refused'; code: string; retry: false }
  /** Our own requester number, or our access, is wrong: tell the operator, not the customer. */
  | { outcome: 'config_error'; code: string; failure: VerificationFailure; retry: false; alert: 'operator' }
  | { outcome: 'unverifiable'; code: string; failure: VerificationFailure; retry: boolean };

const OPERATORS_MEND: ReadonlySet<string> = new Set<VerificationFailure>(['blocked', 'invalid_requester']);

/** A failure that is neither the number's nor the customer's and lasts until an operator mends it: a block, our access. */
export const isMendedByOperator = (failure: string | null): boolean => failure !== null && OPERATORS_MEND.has(failure);

export type VatAnswer = VatVerdict & { evidence: VatEvidence };

export interface VatRegister {
  /**
   * Looks one canonical number up. Resolves to a value whatever the network and the register do; rejects only with the
   * signal's reason when it is aborted. Does not retry.
   */
  check(vatNumber: string, options: VatCheckOptions): Promise<VatAnswer>;
}
