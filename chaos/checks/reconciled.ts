import { CHECKS } from '../../commands/reconcile/checks';
import { chargesAt } from '../../commands/reconcile/gateway';
import { sandboxGateway } from '../../gateways/payment/sandbox/gateway';
import type { ChaosCheck } from './check';

/** Everything that is stored adds up, as `avenant reconcile` sees it. */
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
