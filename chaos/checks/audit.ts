import { verify } from '../../scripts/audit-verify';
import type { ChaosCheck } from './check';

/** The audit trail holds, as `npm run audit:verify` sees it. */
export const AUDIT: ChaosCheck = {
  name: 'audit trail',
  async run({ store }) {
    const lines: string[] = [];
    return (await verify(store, (line) => lines.push(line))) === 0 ? [] : lines;
  },
};
