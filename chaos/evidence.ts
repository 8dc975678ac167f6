import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { TENANT } from '../dev/stack/prepare-store';
import { orderWorkflowId } from '../workflows/contract';
import type { AtRest } from './checks/check';
import type { Report } from './report';

const ORDER = /chg_[0-9a-f]{40}/g;

/** Keeps all that is known of each order that something was found about: its history, what is stored, what was sent and answered. */
export async function keepEvidence(
  folder: string,
  { results }: Pick<Report, 'results'>,
  { temporal, store, journal, orders }: AtRest,
): Promise<void> {
  const findings = results.flatMap((result) => result.findings);
  const named = new Set(findings.flatMap((finding) => finding.match(ORDER) ?? []));
  await mkdir(folder, { recursive: true });
  for (const changeId of named) {
    const history = await temporal.workflow.getHandle(orderWorkflowId(TENANT, changeId)).fetchHistory();
    const evidence = {
      findings: findings.filter((finding) => finding.includes(changeId)),
      story: orders.find((order) => order.changeId === changeId)?.story,
      view: orders.find((order) => order.changeId === changeId)?.view,
      stored: await store.orders.findDoc(TENANT, changeId),
      payments: await store.payments.listOfChange(TENANT, changeId),
      commands: journal.commands.filter((command) => command.changeId === changeId),
      history: JSON.parse(historyToJSON(history)),
    };
    await writeFile(join(folder, `${changeId}.json`), `${JSON.stringify(evidence, null, 2)}\n`);
  }
}
