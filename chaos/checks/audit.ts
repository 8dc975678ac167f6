import { verify } from '../../commands/audit/trail';
import type { ChaosCheck } from './check';

/** The audit trail holds, as `avenant audit verify` sees it. */
export const AUDIT: ChaosCheck = {
  name: 'audit trail',
  async run({ store }) {
    const lines: string[] = [];
    return (await verify(store, (line) => lines.push(line))) === 0 ? [] : lines;
  },
};
