import type { VatTreatment } from '../billing/facts/types';
import { present } from '../billing/present';
import type { TaxDecision, TaxInput } from './decision-types';
import { RATE_TABLE_VERSION } from './rates';
import { ruleOn } from './rules';
import { situationOf } from './rulings';

export type { TaxDecision, TaxInput } from './decision-types';

/** The parts of a decision that most rulings leave as they are. */
const NOTHING_MORE = {
  mention: null,
  ecSalesList: false,
  oss: false,
  customerAccounts: false,
  reviews: [],
  hold: null,
};

/**
 * Decides the VAT of one supply of electronic services by a seller in a member state (rules R1 to R17; Directive
 * 2006/112/EC Art. 44, 45, 58, 59c, 193, 196; Implementing Regulation (EU) 282/2011 Art. 18).
 *
 * The answer is frozen plain data with the facts it was made from, and the same facts always give the same answer. A
 * consumer's number is not looked at.
 *
 * @throws RangeError when the input names no civil date, no ISO country, a seller outside the member states, or a day
 *   for which the rate table knows nothing.
 */
export function decideVat(input: TaxInput): TaxDecision {
  const situation = situationOf(input);
  const ruling = ruleOn(situation);
  return freeze({
    ...NOTHING_MORE,
    ...ruling,
    rules: [...situation.placeRules.filter((placeRule) => placeRule !== ruling.rule), ruling.rule],
    territory: situation.territory?.name ?? null,
    rateTableVersion: RATE_TABLE_VERSION,
    evidenceId: input.vat.status === 'absent' ? null : (input.vat.evidenceId ?? null),
    input: structuredClone(input),
  });
}

/**
 * Whether a VAT number can change the decision: not in the seller's own state, of a consumer, or in a third country whose VAT
 * is not known here. Elsewhere it can, if only in who accounts for the VAT.
 *
 * @throws RangeError as {@link decideVat} does
 */
export function dependsOnNumber(facts: Omit<TaxInput, 'vat'>): boolean {
  const without = decideVat({ ...facts, vat: { status: 'absent' } });
  const confirmed = decideVat({ ...facts, vat: { status: 'valid', prefix: '', reviewed: true } });
  return (['rule', 'kind', 'percent', 'customerAccounts'] as const).some((part) => without[part] !== confirmed[part]);
}

/**
 * The part of a decision that a quote carries. On hold it shows the VAT that would be charged meanwhile, so that a
 * quote never promises less than the customer may have to pay.
 */
export function toVatTreatment(decision: TaxDecision): VatTreatment {
  return present({
    rule: decision.rule,
    kind: decision.kind,
    country: decision.taxCountry ?? decision.input.customer.country,
    percent: decision.percent ?? decision.hold?.meanwhilePercent ?? '0',
    mention: decision.mention ?? undefined,
    evidenceId: decision.evidenceId ?? undefined,
  });
}

/** Freezes plain data through and through. */
function freeze<Value extends object>(value: Value): Value {
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null) freeze(part);
  }
  return Object.freeze(value);
}
