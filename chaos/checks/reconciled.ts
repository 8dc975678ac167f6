import { sandboxGateway } from '../../gateways/payment/sandbox/gateway';
import { CHECKS } from '../../scripts/reconcile/checks';
import { chargesAt } from '../../scripts/reconcile/gateway';
import type { ChaosCheck } from './check';

/** Everything that is stored adds up, as `npm run reconcile` sees it. */
export const RECONCILED: ChaosCheck = {
  name: 'reconcile',
  async run({ store, stack }) {
    const problems: string[] = [];
    for (const { run } of [...CHECKS, chargesAt(sandboxGateway({ baseUrl: stack.gateway.url }))]) {
      await run(store, ({ subject, problem }) => void problems.push(`${subject}: ${problem}`));
    }
    return problems;
  },
};
