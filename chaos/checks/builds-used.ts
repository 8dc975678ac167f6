import { TENANT } from '../../dev/stack/prepare-store';
import { orderWorkflowId } from '../../workflows/contract';
import { BUILDS } from '../drill/builds';
import type { AtRest, ChaosCheck } from './check';

/** Both builds have moved orders on, and some orders went from one to the other. */
export const BUILDS_USED: ChaosCheck = {
  name: 'orders on both builds',
  async run(rest) {
    const used = await Promise.all(rest.orders.map(({ changeId }) => buildsOf(rest, changeId)));
    const findings = BUILDS.filter((build) => !used.some((builds) => builds.has(build))).map(
      (build) => `no order was moved on by build ${build}`,
    );
    if (!used.some(({ size }) => size > 1)) findings.push('no order went on at another build than it began with');
    const without = used.filter(({ size }) => size === 0).length;
    if (without > 0) findings.push(`${without} orders do not say which build moved them on`);
    return findings;
  },
};

/** The builds that have worked on an order, as its history tells. */
async function buildsOf({ temporal }: AtRest, changeId: string): Promise<Set<string>> {
  const { events } = await temporal.workflow.getHandle(orderWorkflowId(TENANT, changeId)).fetchHistory();
  const builds = (events ?? []).map(
    ({ workflowTaskCompletedEventAttributes: completed }) => completed?.deploymentVersion?.buildId,
  );
  return new Set(builds.filter((build) => build !== undefined && build !== null));
}
