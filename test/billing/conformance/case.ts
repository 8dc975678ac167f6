import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frequency } from '../../../billing/types';

/** One case of test/conformance/proration.json. Fields are as the file names them; a case has only some of them. */
export interface ConformanceCase {
  id: string;
  source: string;
  policy: string;
  tags: string[];
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
    weights?: (string | number)[];
  };

interface ConformanceFile {
  count: number;
  cases: ConformanceCase[];
}

export function readCases(): ConformanceCase[] {
  const path = join(__dirname, '../../conformance/proration.json');
  const file: ConformanceFile = JSON.parse(readFileSync(path, 'utf8'));
  if (file.cases.length !== file.count) throw new Error(`${file.count} cases announced, ${file.cases.length} found`);
  return file.cases;
}
