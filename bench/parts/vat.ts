import { decideVat, type TaxInput } from '../../tax/decision';
import { parseVatNumber } from '../../tax/vat-number';
import conformance from '../../test/conformance/vat.json';
import type { BenchOptions } from '../options';
import { processorTime } from '../report/processor-time';
import { atMost, type PartReport } from '../report/report';
import { median, spread } from '../report/statistics';

const CHECKS = 200_000;
const WARM_UP = 50_000;
const LIMIT_MICROSECONDS = 20;

const NUMBERS = conformance.vatNumbers.map(({ input }) => input);
/** What somebody might send to keep us busy. */
const HOSTILE = [`DE${'1'.repeat(90_000)}`, ' '.repeat(90_000), `FR${'.'.repeat(62)}`, '\u0391'.repeat(64)];

const DECISION: TaxInput = {
  date: '2026-11-22',
  seller: { country: 'FR', oss: true, registrations: ['GB'], thresholds: { euCrossBorder: 'reached' } },
  customer: { country: 'DE', postalCode: '10115', kind: 'b2b' },
  vat: { status: 'valid', prefix: 'DE', evidenceId: 'evidence' },
};

/** What reading a VAT number and deciding about VAT cost. */
export async function measureVat({ rounds }: BenchOptions): Promise<PartReport[]> {
  const numbers = timed(rounds, (index) => parseVatNumber(NUMBERS[index % NUMBERS.length] ?? ''));
  const hostile = timed(rounds, (index) => parseVatNumber(HOSTILE[index % HOSTILE.length] ?? ''));
  const decisions = timed(rounds, () => decideVat(DECISION));
  const row = (what: string, times: number[]): string[] => [what, `${spread(times, 2)} µs`];
  return [
    {
      title: 'VAT numbers and decisions on one core',
      columns: ['', 'each'],
      rows: [
        row(`number of the conformance file (${NUMBERS.length}, valid and not)`, numbers),
        row('text that is no number and would be long to read', hostile),
        row('tax decision with its record', decisions),
      ],
      notes: [`${rounds} rounds of ${CHECKS}; processor time, so that other programs do not count.`],
      verdicts: [
        atMost('check of a VAT number', LIMIT_MICROSECONDS, median(numbers), ' µs', `${spread(numbers, 2)} µs`),
        atMost('check of a hostile text', LIMIT_MICROSECONDS, median(hostile), ' µs', `${spread(hostile, 2)} µs`),
      ],
    },
  ];
}

/** Microseconds of processor time a run, by round. */
function timed(rounds: number, run: (index: number) => unknown): number[] {
  for (let index = 0; index < WARM_UP; index += 1) run(index);
  return Array.from({ length: rounds }, () => {
    const before = processorTime() ?? 0;
    for (let index = 0; index < CHECKS; index += 1) run(index);
    return (((processorTime() ?? 0) - before) * 1_000) / CHECKS;
  });
}
