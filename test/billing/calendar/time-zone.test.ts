import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

function quotesIn(timeZone: string): string {
  const script = join(__dirname, '..', 'quotes', 'print-quotes.ts');
  const options = { env: { ...process.env, TZ: timeZone }, encoding: 'utf8' as const };
  return execFileSync(process.execPath, ['--import', 'tsx', script], options);
}

it('INV-B5 the same quotes are made whatever the zone of the machine', () => {
  const printed = ['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati'].map(quotesIn);
  expect(printed[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(new Set(printed).size).toBe(1);
});
