import type { Store } from '../../store/index';
import { EXIT, type Surroundings } from '../command';
import { withStore } from '../with-store';
import type { Difference } from './check';
import { CHECKS } from './checks';
import { gatewayCheck } from './gateway';
import { openWorkflows } from './workflows';

export interface ReconcileOptions {
  /** Also where each running workflow says that its order stands. */
  asksWorkflows: boolean;
}

/**
 * Recomputes what is stored from what it follows from, and prints every difference.
 *
 * @returns 0 when all is exact, 1 when anything is not
 * @throws Error that says why it could not look
 */
export const reconcile = (surroundings: Surroundings, options: ReconcileOptions): Promise<number> =>
  withStore(surroundings, (store, environment) => compare(store, { ...surroundings, environment }, options));

async function compare(store: Store, surroundings: Surroundings, options: ReconcileOptions): Promise<number> {
  const { environment, print } = surroundings;
  let differences = 0;
  const tell = ({ tenantId, subject, problem }: Difference): void => {
    differences += 1;
    print(`  tenant ${tenantId}, ${subject}: ${problem}`);
  };
  const workflows = await openWorkflows(surroundings, options);
  try {
    for (const { subjects, run } of [...CHECKS, ...gatewayCheck(environment), ...(workflows?.checks ?? [])]) {
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
  return differences === 0 ? EXIT.done : EXIT.found;
}
