import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** What is planted, rule by rule: the file that breaks it, and its text. */
const PLANTED: readonly [rule: string, file: string, text: string][] = [
  ['billing-is-pure', 'billing/stored.ts', "import { orders } from '../store/orders';\nexport const quote = orders;\n"],
  [
    'billing-is-pure',
    'billing/read.ts',
    "import { readFileSync } from 'node:fs';\nexport const quote = readFileSync;\n",
  ],
  ['tax-is-pure', 'tax/rates.ts', "import mongoose from 'mongoose';\nexport const rates = mongoose;\n"],
  ['machines-are-pure', 'machines/order.ts', "import { Decimal } from 'decimal.js';\nexport const order = Decimal;\n"],
  [
    'schemas-are-data',
    'schemas/events.ts',
    "import { orders } from '../store/orders';\nexport const events = orders;\n",
  ],
  ['workflows-see-machines', 'workflows/checked.ts', "import { z } from 'zod';\nexport const order = z;\n"],
  [
    'workflows-see-machines',
    'workflows/charged.ts',
    "import { charge } from '../activities/charge';\nexport const order = charge;\n",
  ],
  [
    'the-contract-needs-no-library',
    'workflows/contract.ts',
    "import { defineQuery } from '@temporalio/workflow';\nexport const view = defineQuery('view');\n",
  ],
  ['activities-do-io', 'activities/served.ts', "import express from 'express';\nexport const charge = express;\n"],
  [
    'mongodb-only-in-store',
    'activities/kept.ts',
    "import mongoose from 'mongoose';\nexport const charge = mongoose;\n",
  ],
  [
    'server-moves-no-money',
    'server/charged.ts',
    "import { charge } from '../activities/charge';\nexport const app = charge;\n",
  ],
  ['nobody-imports-dev', 'server/sampled.ts', "import { sample } from '../dev/sample';\nexport const app = sample;\n"],
  [
    'gateways-stand-alone',
    'gateways/mail.ts',
    "import { orders } from '../store/orders';\nexport const mail = orders;\n",
  ],
  [
    'rooms-of-billing-money',
    'billing/money/rounded.ts',
    "import { two } from '../quotes/quote';\nexport const one = two;\n",
  ],
  [
    'rooms-of-billing-facts',
    'billing/facts/dated.ts',
    "import { two } from '../quotes/quote';\nexport const one = two;\n",
  ],
  [
    'rooms-of-billing-calendar',
    'billing/calendar/dated.ts',
    "import { two } from '../quotes/quote';\nexport const one = two;\n",
  ],
  [
    'rooms-of-billing-catalog',
    'billing/catalog/priced.ts',
    "import { two } from '../quotes/quote';\nexport const one = two;\n",
  ],
  [
    'rooms-of-billing-policies',
    'billing/policies/named.ts',
    "import { two } from '../quotes/quote';\nexport const one = two;\n",
  ],
  [
    'rooms-of-billing-ledger',
    'billing/ledger/told.ts',
    "import { two } from '../explanation/messages';\nexport const one = two;\n",
  ],
  [
    'rooms-of-billing-quotes',
    'billing/quotes/told.ts',
    "import { two } from '../explanation/messages';\nexport const one = two;\n",
  ],
  [
    'rooms-of-billing-explanation',
    'billing/explanation/simulated.ts',
    "import { two } from '../simulation/simulation';\nexport const one = two;\n",
  ],
  [
    'rooms-of-billing-simulation',
    'billing/simulation/told.ts',
    "import { two } from '../explanation/messages';\nexport const one = two;\n",
  ],
  [
    'rooms-of-gateways-webhooks',
    'gateways/webhooks/paid.ts',
    "import { two } from '../payment/port';\nexport const one = two;\n",
  ],
  [
    'rooms-of-gateways-hmrc',
    'gateways/hmrc/asked.ts',
    "import { two } from '../vies/client';\nexport const one = two;\n",
  ],
  [
    'rooms-of-gateways-payment-stripe',
    'gateways/payment/stripe/sent.ts',
    "import { two } from '../sandbox/gateway';\nexport const one = two;\n",
  ],
  ['no-circles', 'billing/one.ts', "import { two } from './two';\nexport const one = () => two;\n"],
];

/** What the planted files import, and an import that is as it should be. */
const AROUND: Record<string, string> = {
  'store/orders.ts': 'export const orders = 1;\n',
  'activities/charge.ts': 'export const charge = 1;\n',
  'activities/contract.ts': 'export interface Activities { charge(): void }\n',
  'dev/sample.ts': 'export const sample = 1;\n',
  'billing/two.ts': "import { one } from './one';\nexport const two = () => one;\n",
  'billing/quotes/quote.ts': 'export const two = 1;\n',
  'billing/explanation/messages.ts': 'export const two = 1;\n',
  'billing/simulation/simulation.ts': 'export const two = 1;\n',
  'gateways/payment/port.ts': 'export const two = 1;\n',
  'gateways/payment/sandbox/gateway.ts': 'export const two = 1;\n',
  'gateways/vies/client.ts': 'export const two = 1;\n',
  'workflows/typed.ts': "import type { Activities } from '../activities/contract';\nexport type Steps = Activities;\n",
};

/** Runs the import rules over a tree and says which file broke which. */
function brokenRules(files: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'import-rules-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const command = [join(ROOT, 'node_modules/.bin/depcruise'), '--config', join(ROOT, '.dependency-cruiser.cjs')];
    const folders = [...new Set(Object.keys(files).map((name) => name.split('/')[0] ?? ''))];
    const run = spawnSync(process.execPath, [...command, '--output-type', 'json', ...folders], {
      cwd: folder,
      encoding: 'utf8',
    });
    const report = JSON.parse(run.stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } };
    return report.summary.violations.map(({ from, rule }) => `${rule.name}: ${from}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the import rules', () => {
  const broken = brokenRules({
    ...AROUND,
    ...Object.fromEntries(PLANTED.map(([, file, text]) => [file, text])),
  });

  it.each(PLANTED)('%s: a planted bad import in %s fails', (rule, file) => {
    expect(broken).toContain(`${rule}: ${file}`);
  });

  it('let a workflow know an activity by its type', () => {
    expect(broken.filter((line) => line.endsWith('workflows/typed.ts'))).toEqual([]);
  });
});
