import type { AvenantCommand } from './command';
import { DEPLOYMENT_COMMANDS } from './deployment/table';
import { KEYS } from './keys/table';
import { RING } from './ring/table';

/** Every command, in the order in which a reader needs them. What a command needs is loaded when it is asked for. */
export const COMMANDS: readonly AvenantCommand[] = [
  {
    name: 'api',
    does: 'Runs an API until it is told to stop',
    failed: 'The API could not start',
    options: {},
    async run() {
      await import('../server/main');
      return undefined;
    },
  },
  {
    name: 'worker',
    does: 'Runs a worker until it is told to stop',
    failed: 'The worker could not start',
    options: {},
    async run() {
      await import('../workflows/worker/main');
      return undefined;
    },
  },
  {
    name: 'setup',
    does: 'Makes what orders need in MongoDB and Temporal; may be run again at any time',
    failed: 'Not everything is set up',
    options: { check: { about: 'only says what is missing, and ends with 1 where anything is' } },
    async run({ flags }, surroundings) {
      const { setUp } = await import('./setup');
      return setUp(surroundings, { onlyLooks: flags.has('check') });
    },
  },
  {
    name: 'reconcile',
    does: 'Recomputes what is stored from what it follows from, and names each difference',
    more: [
      "With a worker's variables of its payment gateway, every charge is held against the gateway's books;",
      'with TEMPORAL_ADDRESS, open orders against running workflows, both ways.',
    ],
    failed: 'Not everything was reconciled',
    options: {
      'against-temporal': {
        about: 'also asks each running workflow where it stands; needs TEMPORAL_ADDRESS and a worker',
      },
    },
    async run({ flags }, surroundings) {
      const { reconcile } = await import('./reconcile/run');
      return reconcile(surroundings, { asksWorkflows: flags.has('against-temporal') });
    },
  },
  {
    name: 'audit verify',
    does: 'Follows the audit chain of every tenant, and names the first broken link',
    more: ['The hashes it prints, kept elsewhere, also show a chain that was rewritten as a whole.'],
    failed: 'Nothing was verified',
    argument: { name: 'FILE', about: 'an export (GET /v1/audit) to check instead, without a database' },
    options: {},
    async run({ argument }, surroundings) {
      const { auditVerify } = await import('./audit/trail');
      return auditVerify(surroundings, argument);
    },
  },
  {
    name: 'rehash',
    does: 'Has orders found by their VAT number with the first of several search secrets',
    more: ['May run beside everything, and again at any time. The other secrets may be put away once it is done.'],
    failed: 'Not all numbers were hashed anew',
    options: {},
    async run(_, surroundings) {
      const { rehashNumbers } = await import('./rehash');
      return rehashNumbers(surroundings);
    },
  },
  ...KEYS,
  ...RING,
  ...DEPLOYMENT_COMMANDS,
];
