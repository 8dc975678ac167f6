import { fromVies } from '../../gateways/vies/answer';
import { decideVat, type TaxDecision } from '../../tax/decision';
import type { TaxInput, VatStatus } from '../../tax/decision-types';
import { standardRate, type VatRate } from '../../tax/rates';
import table from '../../tax/rates.json';
import conformance from '../conformance/vat.json';

const RATES: readonly VatRate[] = table.rates;

/** A row as the conformance file writes it; its fields come and go. */
interface DecisionRow {
  id: string;
  asOf: string;
  lenient?: boolean;
  seller: { country: string; ossRegistered: boolean; crossBorderB2cAboveThreshold: boolean; registrations?: string[] };
  customer: { country: string; type: string; postalCode?: string };
  vat: { status: string; prefix?: string | null; viesError?: string };
  expected: Record<string, unknown>;
}

const rows = conformance.taxDecisions as DecisionRow[];

function vatStatus(vat: DecisionRow['vat']): VatStatus {
  switch (vat.status) {
    case 'absent':
      return { status: 'absent' };
    case 'valid':
      return { status: 'valid', prefix: vat.prefix ?? '' };
    case 'unverifiable': {
      const { failure, retry } = viesErrorOf(vat);
      return { status: 'unverifiable', prefix: vat.prefix ?? '', cause: failure, retry };
    }
    default:
      return { status: 'invalid', prefix: vat.prefix ?? null };
  }
}

/** The VIES client's reading of the error that a row names. */
function viesErrorOf(vat: DecisionRow['vat']): { failure: string; retry: boolean; alert?: string } {
  const error = { actionSucceed: false, errorWrappers: [{ error: vat.viesError ?? '' }] };
  const verdict = fromVies(200, JSON.stringify(error));
  if (verdict.outcome !== 'unverifiable' && verdict.outcome !== 'config_error') throw new Error('not an outage');
  return verdict;
}

function inputOf(row: DecisionRow): TaxInput {
  return {
    date: row.asOf,
    seller: {
      country: row.seller.country,
      oss: row.seller.ossRegistered,
      registrations: row.seller.registrations ?? [],
      thresholds: { euCrossBorder: row.seller.crossBorderB2cAboveThreshold ? 'reached' : 'below' },
    },
    customer: {
      country: row.customer.country,
      postalCode: row.customer.postalCode ?? null,
      kind: row.customer.type === 'b2b' ? 'b2b' : 'b2c',
    },
    vat: vatStatus(row.vat),
  };
}

const POLICIES: Record<string, string> = {
  hold_until_verified: 'hold',
  charge_destination_vat_then_credit: 'charge_then_credit',
};

/** The decision in the words of the conformance file, as far as a row speaks of it. */
function factsOf(row: DecisionRow, decision: TaxDecision): Record<string, unknown> {
  const isHold = decision.kind === 'hold';
  const vies = row.vat.viesError === undefined ? undefined : viesErrorOf(row.vat);
  const all: Record<string, unknown> = {
    rateKind: isHold ? null : decision.kind,
    hold: isHold,
    taxCountry: decision.taxCountry,
    standardRatePercent: decision.percent,
    invoiceMention: decision.mention,
    ecSalesList: decision.ecSalesList,
    oss: decision.oss,
    customerAccounts: decision.customerAccounts,
    territory: decision.territory,
    review: decision.reviews[0],
    retry: decision.hold?.retry,
    errorClass: decision.hold?.cause,
    alert: vies?.alert,
    allowedPolicies: Object.keys(POLICIES).filter((name) => decision.hold?.policies.some((p) => p === POLICIES[name])),
  };
  return Object.fromEntries(Object.keys(row.expected).map((fact) => [fact, all[fact]]));
}

/** Facts of a row that are not about the decision: no VIES call (the number's form and register) and what is ruled out. */
const BESIDE_THE_DECISION = ['viesCalled', 'forbidden'];

function compare(row: DecisionRow): { actual: Record<string, unknown>; expected: Record<string, unknown> } {
  const actual = factsOf(row, decideVat(inputOf(row)));
  const expected = { ...row.expected };
  for (const fact of BESIDE_THE_DECISION) {
    delete actual[fact];
    delete expected[fact];
  }
  return { actual, expected };
}

describe('tax decisions of the conformance file', () => {
  it.each(rows.filter((row) => !row.lenient))('the case $id is decided as the conformance file says', (row) => {
    const { actual, expected } = compare(row);
    expect(actual).toEqual(expected);
  });

  it.each(rows.filter((row) => row.expected.forbidden !== undefined))('the case $id takes no forbidden way', (row) => {
    expect(row.expected.forbidden).not.toContain(decideVat(inputOf(row)).kind);
  });

  it('a lenient row is reported where the rules decide otherwise', () => {
    const disagreements = rows
      .filter((row) => row.lenient)
      .map((row) => ({ id: row.id, rule: decideVat(inputOf(row)).rule, ...compare(row) }))
      .filter(({ actual, expected }) => JSON.stringify(actual) !== JSON.stringify(expected));
    for (const { id, rule, actual, expected } of disagreements) {
      process.stdout.write(
        `${id}: ${rule} wins with ${JSON.stringify(actual)} over the peer's ${JSON.stringify(expected)}\n`,
      );
    }
    for (const { rule } of disagreements) expect(rule).toMatch(/^R\d+$/);
  });
});

describe('standard rates of the conformance file', () => {
  const { asOf, percent, nonEu, regional } = conformance.standardRates;

  it.each(Object.entries({ ...percent, ...nonEu }))('the standard rate of %s is %s %%', (country, expected) => {
    expect(standardRate(country, asOf)).toBe(expected);
  });

  it.each(Object.entries(regional))('the standard rate of the region %s is %s %%', (region, expected) => {
    const country = RATES.find((rate) => rate.region === region)?.country ?? '';
    expect(standardRate(country, asOf, region)).toBe(expected);
  });
});

describe('tax on credits of the conformance file', () => {
  it.each(conformance.taxOnCredits.cases)(
    'the case $id credits at the rate of the original charge',
    ({ originalCharge, change, expected }) => {
      const decideOn = (date: string) =>
        decideVat({
          date,
          seller: { country: 'DE', oss: true, registrations: [], thresholds: { euCrossBorder: 'reached' } },
          customer: { country: originalCharge.country, kind: 'b2c' },
          vat: { status: 'absent' },
        });
      // The credit carries what was decided at the original tax point; only the new charge is decided anew.
      const original = decideOn(originalCharge.date);
      expect([original.kind, original.percent]).toEqual([originalCharge.rateKind, expected.creditRatePercent]);
      expect(decideOn(change.date).percent).toBe(expected.newChargeRatePercent);
    },
  );
});
