import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frequency } from '../../../billing/facts/types';

/** One case of the files in test/conformance. Fields are as the file names them; a case has only some of them. */
export interface ConformanceCase {
  id: string;
  /** Where a peer says so; the cases we worked out ourselves have none. */
  source?: string;
  policy: string;
  inputs: CaseInputs;
  expected: Record<string, unknown>;
}

export interface CaseItem {
  unit_price: string;
  quantity: number;
  frequency: Frequency;
  already_billed?: string;
  already_adjusted?: string;
  billed?: string;
  billed_price?: string;
  added?: CaseItem[];
}

type TextFields =
  | 'period_start'
  | 'period_end_exclusive'
  | 'period_end_inclusive'
  | 'change_at'
  | 'change'
  | 'timezone'
  | 'account_timezone'
  | 'currency'
  | 'billing'
  | 'new_charge_period'
  | 'anchor'
  | 'remaining_fraction'
  | 'slice_start'
  | 'slice_end_exclusive'
  | 'service_start'
  | 'service_end_inclusive'
  | 'instant_utc'
  | 'from'
  | 'to'
  | 'unit_price'
  | 'monthly_price'
  | 'price_per_month'
  | 'period'
  | 'charge_start'
  | 'tax_rate_percent'
  | 'paused_at'
  | 'resumed_at'
  | 'old_period_start'
  | 'invoice_paid'
  | 'credit_option'
  | 'charge_option'
  | 'settlement'
  | 'amount';

type NumberFields =
  | 'anchor_day'
  | 'new_anchor_day'
  | 'days_left'
  | 'days_left_in_source'
  | 'days_in_period'
  | 'trial_days'
  | 'full_months';

export type CaseInputs = Partial<Record<TextFields, string>> &
  Partial<Record<NumberFields, number>> & {
    old?: CaseItem | null;
    new?: Partial<CaseItem>;
    frequency?: Frequency;
    rows?: [string, string, number][];
    amounts?: { currency: string; amount: string }[];
    weights?: (string | number)[];
  };

interface ConformanceFile {
  count: number;
  cases: ConformanceCase[];
}

export function readCases(name: 'proration.json' | 'proration-more.json'): ConformanceCase[] {
  const path = join(__dirname, '../../conformance', name);
  const file: ConformanceFile = JSON.parse(readFileSync(path, 'utf8'));
  if (file.cases.length !== file.count) throw new Error(`${file.count} cases announced, ${file.cases.length} found`);
  return file.cases;
}
