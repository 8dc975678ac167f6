import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, posix } from 'node:path';
import { withPlanted } from '../support/planted';

const ROOT = join(__dirname, '..', '..');
const CONFIG = join(ROOT, '.dependency-cruiser.cjs');
const { forbidden: RULES } = require(CONFIG) as { forbidden: Rule[] };

interface Rule {
  name: string;
  from: { path: string };
  to: { path?: string };
}

/** The files planted by hand, rule by rule: the one that breaks it, and its text. */
const PLANTED: readonly [rule: string, file: string, text: string][] = [
  ['billing-is-pure', 'billing/stored.ts', "import { orders } from '../store/orders';\nexport const quote = orders;\n"],
  [
    'billing-is-pure',
    'billing/read.ts',
    "import { readFileSync } from 'node:fs';\nexport const quote = readFileSync;\n",
  ],
  ['tax-is-pure', 'tax/rates.ts', "import mongoose from 'mongoose';\nexport const rates = mongoose;\n"],
  ['receipts-are-pure', 'receipts/taxed.ts', "import { rates } from '../tax/rates';\nexport const receipt = rates;\n"],
  [
    'papers-are-of-receipts',
    'papers/seen.ts',
    "import { Problem } from '../server/http/problem';\nexport const seen = Problem;\n",
  ],
  ['letters-are-pure', 'letters/said.ts', "import { TEXTS } from '../locales/texts';\nexport const said = TEXTS;\n"],
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
    'the-store-knows-mongodb',
    'store/priced.ts',
    "import { Decimal } from 'decimal.js';\nexport const orders = Decimal;\n",
  ],
  [
    'mongodb-only-in-store',
    'activities/kept.ts',
    "import mongoose from 'mongoose';\nexport const charge = mongoose;\n",
  ],
  [
    'mongodb-only-in-store',
    'store/facts/kept.ts',
    "import { trusted } from 'mongoose';\nexport const kept = trusted;\n",
  ],
  [
    'mongo-is-the-stores-own',
    'server/http/hashed.ts',
    "import { list } from '../../store/mongo/documents';\nexport const hashed = list;\n",
  ],
  [
    'server-moves-no-money',
    'server/charged.ts',
    "import { charge } from '../activities/charge';\nexport const app = charge;\n",
  ],
  [
    'web-is-for-browsers',
    'web/billing/asked.ts',
    "import { host } from '../../server/asked';\nexport const asked = host;\n",
  ],
  [
    'web-is-for-browsers',
    'web/billing/shown.tsx',
    "import { host } from '../../server/asked';\nexport const Shown = () => <p>{host}</p>;\n",
  ],
  ['nobody-imports-web', 'server/shown.ts', "import { seen } from '../web/seen';\nexport const shown = seen;\n"],
  [
    'server-charges-nobody',
    'server/payment-setup/charged.ts',
    "import { stripeGateway } from '../../gateways/payment/stripe/gateway';\nexport const app = stripeGateway;\n",
  ],
  [
    'setup-pages-in-one-room',
    'server/orders/opened.ts',
    "import { setupPagesOf } from '../../gateways/payment/setup-pages';\nexport const app = setupPagesOf;\n",
  ],
  [
    'setup-pages-cannot-charge',
    'gateways/payment/setup-charged.ts',
    "import { two } from './sandbox/gateway';\nexport const pages = two;\n",
  ],
  ['nobody-imports-dev', 'server/sampled.ts', "import { sample } from '../dev/sample';\nexport const app = sample;\n"],
  ['nobody-imports-chaos', 'dev/killed.ts', "import { Member } from '../chaos/member';\nexport const app = Member;\n"],
  ['nobody-imports-abuse', 'dev/asked.ts', "import { attack } from '../abuse/attack';\nexport const app = attack;\n"],
  [
    'gateways-stand-alone',
    'gateways/mail.ts',
    "import { orders } from '../store/orders';\nexport const mail = orders;\n",
  ],
  [
    'machines-are-pure',
    'machines/hosted.ts',
    "import { host } from 'statechart-host/workflow';\nexport const order = host;\n",
  ],
  [
    'activities-do-io',
    'activities/hosted.ts',
    "import { host } from 'statechart-host/workflow';\nexport const charge = host;\n",
  ],
  [
    'the-store-knows-mongodb',
    'store/hosted.ts',
    "import { host } from 'statechart-host/client';\nexport const orders = host;\n",
  ],
  [
    'server-moves-no-money',
    'server/hosted.ts',
    "import { host } from 'statechart-host/workflow';\nexport const app = host;\n",
  ],
  [
    'gateways-stand-alone',
    'gateways/hosted.ts',
    "import { wire } from 'statechart-host/contract';\nexport const mail = wire;\n",
  ],
  [
    'nobody-imports-dev',
    'workflows/worker/tested.ts',
    "import { host } from 'statechart-host/testing';\nexport const main = host;\n",
  ],
  [
    'workflows-see-machines',
    'workflows/asked.ts',
    "import { host } from 'statechart-host/client';\nexport const order = host;\n",
  ],
  [
    'statechart-host-contract-stands-alone',
    'statechart-host/contract/typed.ts',
    "import type { Snapshot } from 'xstate';\nexport type View = Snapshot<unknown>;\n",
  ],
  [
    'statechart-host-workflow-stands-alone',
    'statechart-host/workflow/served.ts',
    "import { Client } from '@temporalio/client';\nexport const host = Client;\n",
  ],
  [
    'statechart-host-workflow-stands-alone',
    'statechart-host/workflow/timed.ts',
    "import { setTimeout } from 'node:timers/promises';\nexport const host = setTimeout;\n",
  ],
  [
    'statechart-host-client-stands-alone',
    'statechart-host/client/hosted.ts',
    "import { host } from '../workflow';\nexport const client = host;\n",
  ],
  [
    'statechart-host-testing-stands-alone',
    'statechart-host/testing/sampled.ts',
    "import { sample } from '../../dev/sample';\nexport const server = sample;\n",
  ],
  [
    'statechart-host-by-its-entries',
    'workflows/inside.ts',
    "import { inner } from '../statechart-host/workflow/inner';\nexport const order = inner;\n",
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
    'nobody-imports-commands',
    'server/set-up.ts',
    "import { setUp } from '../commands/setup';\nexport const app = setUp;\n",
  ],
  [
    'commands-ask-the-rooms',
    'commands/charged.ts',
    "import { charge } from '../activities/charge';\nexport const charged = charge;\n",
  ],
  [
    'connections-only-connect',
    'connections/asked.ts',
    "import { orders } from '../store/orders';\nexport const connection = orders;\n",
  ],
  [
    'deploy-stands-alone',
    'deploy/counted.ts',
    "import { subject } from '../telemetry/subject';\nexport const counted = subject;\n",
  ],
  [
    'telemetry-only-tells',
    'telemetry/asked.ts',
    "import { orders } from '../store/orders';\nexport const told = orders;\n",
  ],
  [
    'rooms-of-dev-temporal-server',
    'dev/temporal-server/shop.ts',
    "import { sample } from '../sample';\nexport const one = sample;\n",
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
  ['no-unresolved', 'billing/lost.ts', "import { rate } from './nowhere';\nexport const lost = rate;\n"],
];

/** A rule about a room names it: `^billing/money/` may not see certain others of `^billing/`. */
const ROOM_RULES = RULES.filter(({ name }) => name.startsWith('rooms-of-'));
const roomOf = ({ from }: Rule): string => from.path.replace(/^\^|\/$/g, '');
const folderOf = (room: string): string => room.slice(0, room.indexOf('/'));

/** Of each room, a file for every other one of its folder that it may not see, and for the folder's floor. */
const PLANTED_IN_ROOMS = ROOM_RULES.map((rule) => {
  const room = roomOf(rule);
  const others = ROOM_RULES.map(roomOf).filter((other) => folderOf(other) === folderOf(room) && other !== room);
  const unseen = [folderOf(room), ...others].filter((other) => new RegExp(rule.to.path ?? '').test(`${other}/seen.ts`));
  const texts = unseen.map((other): [string, string] => [
    `${room}/sees-${other.replaceAll('/', '-')}.ts`,
    `import { seen } from '${posix.relative(room, other)}/seen';\nexport const sees = seen;\n`,
  ]);
  return { rule: rule.name, files: Object.fromEntries(texts) };
});

const SEEN = ROOM_RULES.map(roomOf).flatMap((room) => [`${room}/seen.ts`, `${folderOf(room)}/seen.ts`]);

/** What the planted files import, and an import that is as it should be. */
const AROUND: Record<string, string> = {
  'store/orders.ts': 'export const orders = 1;\n',
  'store/mongo/documents.ts': 'export const list = 1;\n',
  'activities/charge.ts': 'export const charge = 1;\n',
  'activities/contract.ts': 'export interface Activities { charge(): void }\n',
  'commands/setup.ts': 'export const setUp = 1;\n',
  'dev/sample.ts': 'export const sample = 1;\n',
  'gateways/payment/setup-pages.ts': 'export const setupPagesOf = 1;\n',
  'gateways/payment/stripe/gateway.ts': 'export const stripeGateway = 1;\n',
  'chaos/member.ts': 'export const Member = 1;\n',
  'abuse/attack.ts': 'export const attack = 1;\n',
  'statechart-host/package.json': readFileSync(join(ROOT, 'statechart-host/package.json'), 'utf8'),
  'statechart-host/contract/index.ts': 'export const wire = 1;\n',
  'statechart-host/workflow/index.ts': "import { wire } from '../contract';\nexport const host = wire;\n",
  'statechart-host/workflow/inner.ts': 'export const inner = 1;\n',
  'statechart-host/client/index.ts': 'export const host = 1;\n',
  'statechart-host/testing/index.ts': "import { join } from 'node:path';\nexport const host = join;\n",
  'billing/two.ts': "import { one } from './one';\nexport const two = () => one;\n",
  'billing/quotes/quote.ts': 'export const two = 1;\n',
  'billing/explanation/messages.ts': 'export const two = 1;\n',
  'billing/simulation/simulation.ts': 'export const two = 1;\n',
  'gateways/payment/port.ts': 'export const two = 1;\n',
  'gateways/payment/sandbox/gateway.ts': 'export const two = 1;\n',
  'gateways/vies/client.ts': 'export const two = 1;\n',
  'workflows/typed.ts': "import type { Activities } from '../activities/contract';\nexport type Steps = Activities;\n",
  'workflows/hosted.ts':
    "import { wire } from 'statechart-host/contract';\nimport { host } from 'statechart-host/workflow';\nexport const order = [host, wire];\n",
  'server/asked.ts':
    "import { host } from 'statechart-host/client';\nimport { wire } from 'statechart-host/contract';\nexport const app = [host, wire];\n",
};

/** The packages of this repository, and the statechart host of the tree itself. */
function linkPackages(root: string): void {
  mkdirSync(join(root, 'node_modules'));
  for (const name of readdirSync(join(ROOT, 'node_modules')).filter((one) => one !== 'statechart-host')) {
    symlinkSync(join(ROOT, 'node_modules', name), join(root, 'node_modules', name));
  }
  symlinkSync(join(root, 'statechart-host'), join(root, 'node_modules', 'statechart-host'));
}

/** Runs the import rules over a tree. @returns which file broke which */
const brokenRules = (files: Record<string, string>): Promise<string[]> =>
  withPlanted(files, (root) => {
    linkPackages(root);
    const command = [join(ROOT, 'node_modules/.bin/depcruise'), '--config', CONFIG, '--output-type', 'json'];
    const folders = [...new Set(Object.keys(files).map((name) => name.split('/')[0] ?? ''))];
    const { stdout } = spawnSync(process.execPath, [...command, ...folders], { cwd: root, encoding: 'utf8' });
    const report = JSON.parse(stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } };
    return report.summary.violations.map(({ from, rule }) => `${rule.name}: ${from}`);
  });

describe('the import rules', () => {
  let broken: string[];

  beforeAll(async () => {
    broken = await brokenRules({
      ...AROUND,
      ...Object.fromEntries(SEEN.map((file) => [file, 'export const seen = 1;\n'])),
      ...Object.fromEntries(PLANTED.map(([, file, text]) => [file, text])),
      ...Object.assign({}, ...PLANTED_IN_ROOMS.map(({ files }) => files)),
    });
  });

  it.each(PLANTED)('the rule %s refuses a planted bad import in %s', (rule, file) => {
    expect(broken).toContain(`${rule}: ${file}`);
  });

  it.each(PLANTED_IN_ROOMS)(
    'the rule $rule refuses a planted import of each room that is not below it',
    ({ rule, files }) => {
      const planted = Object.keys(files).map((file) => `${rule}: ${file}`);
      expect(planted).not.toEqual([]);
      expect(broken).toEqual(expect.arrayContaining(planted));
    },
  );

  it('every import rule has a planted import', () => {
    const tried = [...PLANTED.map(([rule]) => rule), ...PLANTED_IN_ROOMS.map(({ rule }) => rule)];
    expect(RULES.map(({ name }) => name).filter((name) => !tried.includes(name))).toEqual([]);
  });

  it('the import rules let a workflow know an activity by its type', () => {
    expect(broken.filter((line) => line.endsWith('workflows/typed.ts'))).toEqual([]);
  });

  it('the import rules let workflows and the server use the statechart host by its entries', () => {
    const asItShouldBe = [
      'workflows/hosted.ts',
      'server/asked.ts',
      'statechart-host/workflow/index.ts',
      'statechart-host/testing/index.ts',
    ];
    expect(broken.filter((line) => asItShouldBe.some((file) => line.endsWith(file)))).toEqual([]);
  });
});
