import { z } from 'zod';
import { LIST_BYTES, withMaxBytes } from '../api/answer-bounds';
import { CivilDateSchema, InstantSchema } from '../values/dates';
import { MoneySchema, PercentSchema, VatKindSchema } from '../values/money';

/** The VAT of an order for an auditor: the decision, its evidence, and later amendments. */

const TaxDecisionSchema = z
  .looseObject({
    /** The rule that decided, R1 to R17. */
    rule: z.string(),
    kind: VatKindSchema,
    taxCountry: z.string().nullable(),
    /** Null while on hold. */
    percent: PercentSchema.nullable(),
    mention: z.string().nullable(),
    reviews: z.array(z.string()),
    rateTableVersion: z.string(),
    evidenceId: z.string().nullable(),
    /** The facts it was made from. */
    input: z.looseObject({ date: CivilDateSchema }),
  })
  .meta({ id: 'TaxDecision' });

const VatEvidenceSchema = z
  .looseObject({
    register: z.string(),
    requester: z.string().nullable(),
    checkedAt: InstantSchema,
    /** The register's proof that it was asked. */
    consultationNumber: z.string().nullable(),
    requestDate: z.string().nullable(),
    rawAnswer: z.string(),
    clientVersion: z.string(),
  })
  .meta({ id: 'VatEvidence' });

/** Of each kind; the latest are told. */
export const MOST_RECORDED = 200;

export const TaxRecordSchema = z
  .strictObject({
    /** One a quote, oldest first; the last is that of the order as it was placed. */
    decisions: z
      .array(z.strictObject({ quoteId: z.string(), at: InstantSchema, decision: TaxDecisionSchema }))
      .max(MOST_RECORDED),
    /** Decided after the order was made; the decisions above stay as they are. */
    amendments: z
      .array(
        z.strictObject({
          amendmentId: z.string(),
          quoteId: z.string(),
          at: InstantSchema,
          decision: TaxDecisionSchema,
          credit: MoneySchema,
        }),
      )
      .max(MOST_RECORDED),
    /** Every check of a VAT number, oldest first. */
    checks: z
      .array(
        z.strictObject({
          evidenceId: z.string(),
          at: InstantSchema,
          typed: z.string().nullable(),
          vatNumber: z.string(),
          outcome: z.enum(['valid', 'invalid', 'unverifiable']),
          /** Stable: why it could not be verified or was not taken. */
          code: z.string().nullable(),
          /** The register's own code beside it. */
          registerCode: z.string().nullable(),
          evidence: VatEvidenceSchema,
        }),
      )
      .max(MOST_RECORDED),
  })
  .meta({ id: 'TaxRecord', ...withMaxBytes(LIST_BYTES) });

export type TaxRecord = z.input<typeof TaxRecordSchema>;
