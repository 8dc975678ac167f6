import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** Runs the import rules over a planted tree and names the rules that were broken. */
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
    const report = JSON.parse(run.stdout) as { summary: { violations: { rule: { name: string } }[] } };
    return [...new Set(report.summary.violations.map(({ rule }) => rule.name))];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const store = { 'store/orders.ts': 'export const orders = 1;\n' };

describe('the import rules', () => {
  it.each([
    [
      'billing-is-pure',
      { 'billing/quote.ts': "import { orders } from '../store/orders';\nexport const quote = orders;\n", ...store },
    ],
    [
      'billing-is-pure',
      { 'billing/quote.ts': "import { readFileSync } from 'node:fs';\nexport const quote = readFileSync;\n" },
    ],
    ['tax-is-pure', { 'tax/rates.ts': "import mongoose from 'mongoose';\nexport const rates = mongoose;\n" }],
    [
      'machines-are-pure',
      { 'machines/order.ts': "import { Decimal } from 'decimal.js';\nexport const order = Decimal;\n" },
    ],
    [
      'schemas-are-data',
      { 'schemas/events.ts': "import { orders } from '../store/orders';\nexport const events = orders;\n", ...store },
    ],
    ['workflows-see-machines', { 'workflows/order.ts': "import { z } from 'zod';\nexport const order = z;\n" }],
    [
      'workflows-see-machines',
      {
        'workflows/order.ts': "import { charge } from '../activities/payment';\nexport const order = charge;\n",
        'activities/payment.ts': 'export const charge = 1;\n',
      },
    ],
    [
      'the-contract-needs-no-library',
      {
        'workflows/contract.ts':
          "import { defineQuery } from '@temporalio/workflow';\nexport const view = defineQuery('view');\n",
      },
    ],
    [
      'activities-do-io',
      { 'activities/payment.ts': "import express from 'express';\nexport const charge = express;\n" },
    ],
    [
      'mongodb-only-in-store',
      { 'activities/payment.ts': "import mongoose from 'mongoose';\nexport const charge = mongoose;\n" },
    ],
    [
      'server-moves-no-money',
      {
        'server/app.ts': "import { charge } from '../activities/payment';\nexport const app = charge;\n",
        'activities/payment.ts': 'export const charge = 1;\n',
      },
    ],
    [
      'nobody-imports-dev',
      {
        'server/app.ts': "import { sample } from '../dev/sample';\nexport const app = sample;\n",
        'dev/sample.ts': 'export const sample = 1;\n',
      },
    ],
    [
      'gateways-stand-alone',
      { 'gateways/mail.ts': "import { orders } from '../store/orders';\nexport const mail = orders;\n", ...store },
    ],
    [
      'no-circles',
      {
        'billing/one.ts': "import { two } from './two';\nexport const one = () => two;\n",
        'billing/two.ts': "import { one } from './one';\nexport const two = () => one;\n",
      },
    ],
  ])('%s: a planted bad import fails', (rule, files) => {
    expect(brokenRules(files)).toContain(rule);
  });

  it('lets a workflow know an activity by its type', () => {
    const files = {
      'workflows/order.ts':
        "import type { Activities } from '../activities/contract';\nexport type Steps = Activities;\n",
      'activities/contract.ts': 'export interface Activities { charge(): void }\n',
    };
    expect(brokenRules(files)).toEqual([]);
  });
});
