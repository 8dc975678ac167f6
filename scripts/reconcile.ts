import type { Store } from '../store/index';
import type { Difference } from './reconcile/check';
import { CHECKS } from './reconcile/checks';
import { gatewayCheck } from './reconcile/gateway';
import { openWorkflows } from './reconcile/workflows';
import { withStore } from './with-store';

/**
 * `npm run reconcile`: recomputes what is stored from what it follows from, and reports every difference. Reads the
 * database that MONGODB_URI and MONGODB_DATABASE name, or the data of the embedded stack; with the variables of a worker's payment gateway it
 * also holds every charge against the gateway's books, and with TEMPORAL_ADDRESS (and TEMPORAL_NAMESPACE), or beside the embedded stack
 * that runs, open orders against running workflows. Exits 0 when all is exact, 1 when anything is not,
 * 2 when it could not look.
 */

const [EXACT, DIFFERENT, COULD_NOT_LOOK] = [0, 1, 2];

async function reconcile(store: Store): Promise<number> {
  let differences = 0;
  const tell = ({ tenantId, subject, problem }: Difference): void => {
    differences += 1;
    print(`  tenant ${tenantId}, ${subject}: ${problem}`);
  };
  const workflows = await openWorkflows(process.env);
  try {
    for (const { subjects, run } of [...CHECKS, ...gatewayCheck(process.env), ...(workflows?.checks ?? [])]) {
      const before = differences;
      const count = await run(store, tell);
      print(
        `${count} ${subjects}: ${differences === before ? 'no differences' : `${differences - before} differences`}`,
      );
    }
  } finally {
    await workflows?.close();
  }
  await store.inspections.note({ name: 'reconcile', at: new Date(), findings: differences });
  if (workflows === null) print('Workflows were not looked at: TEMPORAL_ADDRESS says where they are.');
  return differences === 0 ? EXACT : DIFFERENT;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

withStore(reconcile).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`Nothing was reconciled: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = COULD_NOT_LOOK;
  },
);
