import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { flowOf } from '../machines/picture/flow';
import { seatFollowUpMachine } from '../machines/seat-follow-up/machine';
import { subscriptionChangeMachine } from '../machines/subscription-change/machine';
import { eventTable } from './diagram/event-table';
import { toMermaid } from './diagram/mermaid';
import { toPicture } from './diagram/svg';

/**
 * Writes the documents that are made from the statecharts and the event catalogue. With `--check` it writes nothing
 * and fails when one of them is not what it would write.
 */

const FOLDER = join(import.meta.dirname, '..', 'docs', 'generated');

const documents: Record<string, string> = {
  'subscription-change.mmd': toMermaid(flowOf(subscriptionChangeMachine, 2)),
  'subscription-change.svg': toPicture(flowOf(subscriptionChangeMachine, 1)),
  'seat-follow-up.mmd': toMermaid(flowOf(seatFollowUpMachine, 2)),
  'events.md': eventTable(),
};

const isStale = (name: string): boolean => {
  const path = join(FOLDER, name);
  return !existsSync(path) || readFileSync(path, 'utf8') !== documents[name];
};

const stale = Object.keys(documents).filter(isStale);

if (process.argv.includes('--check')) {
  if (stale.length > 0) {
    console.error(`Not current in docs/generated: ${stale.join(', ')}. Run: npx tsx scripts/diagram.ts`);
    process.exitCode = 1;
  }
} else {
  mkdirSync(FOLDER, { recursive: true });
  for (const name of stale) writeFileSync(join(FOLDER, name), documents[name] ?? '');
  console.log(stale.length > 0 ? `Written: ${stale.join(', ')}` : 'Everything in docs/generated is current.');
}
