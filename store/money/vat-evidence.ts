import type { VatEvidence } from '../../gateways/vat-register/port';
import { type Connection, collectionOf } from '../mongo/collection';
import { findPlain, firstPlain, insertOrFind, listPlain } from '../mongo/documents';

/** One check of a VAT number as it was made: kept for the audit, never changed. */
export interface VatEvidenceDoc {
  tenantId: string;
  accountId: string;
  evidenceId: string;
  changeId: string;
  visit: number;
  /** As the customer typed it. */
  typed: string;
  /** Canonical. */
  vatNumber: string;
  outcome: 'valid' | 'invalid' | 'unverifiable';
  /** Why it could not be verified or was not taken, of a closed list; null for a plain answer. */
  code: string | null;
  /** The register's own code beside it, or ours where it gave none; null for a plain answer. */
  registerCode: string | null;
  /** Whether asking again can help. */
  retry: boolean;
  /** The answer of the register, and its time. */
  evidence: VatEvidence;
  at: Date;
}

export interface VatEvidences {
  /** Keeps a check unless one of this id is kept already. @returns the one that stands */
  settle(evidence: VatEvidenceDoc): Promise<VatEvidenceDoc>;
  find(tenantId: string, evidenceId: string): Promise<VatEvidenceDoc | null>;
  /** Of one order, oldest first. */
  listOfChange(tenantId: string, changeId: string): Promise<VatEvidenceDoc[]>;
  /** The latest check that found an account's number valid. */
  latestValid(tenantId: string, accountId: string, vatNumber: string): Promise<VatEvidenceDoc | null>;
}

export function vatEvidencesIn(connection: Connection): VatEvidences {
  const model = collectionOf<VatEvidenceDoc>(
    connection,
    'vatevidences',
    {
      requiredText: ['tenantId', 'accountId', 'evidenceId', 'changeId', 'vatNumber', 'outcome'],
      requiredNumber: ['visit'],
      requiredInstant: ['at'],
      text: ['code', 'registerCode', 'typed'],
      flag: ['retry'],
      json: ['evidence'],
    },
    [
      [{ tenantId: 1, evidenceId: 1 }, { unique: true }],
      [{ tenantId: 1, changeId: 1, at: 1 }],
      [{ tenantId: 1, accountId: 1, vatNumber: 1, outcome: 1, at: -1 }],
    ],
  );
  return {
    settle(evidence) {
      const { tenantId, evidenceId } = evidence;
      return insertOrFind(model, { tenantId, evidenceId }, evidence);
    },
    find: (tenantId, evidenceId) => findPlain(model, { tenantId, evidenceId }),
    listOfChange: (tenantId, changeId) => listPlain(model, { tenantId, changeId }, { sort: { at: 1 } }),
    latestValid: (tenantId, accountId, vatNumber) =>
      firstPlain(model, { tenantId, accountId, vatNumber, outcome: 'valid' }, { at: -1 }),
  };
}
