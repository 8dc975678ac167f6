import { connectStore } from '../store/connection';
import type { Difference } from './reconcile/check';
import { CHECKS } from './reconcile/checks';
import { gatewayCheck } from './reconcile/gateway';

/**
 * `npm run reconcile`: recomputes what is stored from what it follows from, and reports every difference. Reads the
 * database that MONGODB_URI names, or the data of the embedded stack; with the variables of a worker's payment gateway it
 * also holds every charge against the gateway's books. Exits 0 when all is exact, 1 when anything is not,
 * 2 when it could not look.
 */

const [EXACT, DIFFERENT, COULD_NOT_LOOK] = [0, 1, 2];

async function reconcile(uri: string): Promise<number> {
  const store = await connectStore(uri);
  let differences = 0;
  const tell = ({ tenantId, subject, problem }: Difference): void => {
    differences += 1;
    print(`  tenant ${tenantId}, ${subject}: ${problem}`);
  };
  try {
    for (const { subjects, run } of [...CHECKS, ...gatewayCheck(process.env)]) {
      const before = differences;
      const count = await run(store, tell);
      print(
        `${count} ${subjects}: ${differences === before ? 'no differences' : `${differences - before} differences`}`,
      );
    }
  } finally {
    await store.close();
  }
  return differences === 0 ? EXACT : DIFFERENT;
}

async function main(): Promise<number> {
  const { MONGODB_URI } = process.env;
  if (MONGODB_URI) return reconcile(MONGODB_URI);
  // Only here: a production install has no embedded stack.
  const { withMongoOfCheckout } = await import('../dev/stack/mongo-of-checkout');
  return withMongoOfCheckout(reconcile);
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`Nothing was reconciled: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = COULD_NOT_LOOK;
  },
);
