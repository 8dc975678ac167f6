import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SETTINGS } from '../../../store/facts/settings';

describe('what the seller decides', () => {
  const page = readFileSync(join(__dirname, '../..', '..', 'docs', 'settings.md'), 'utf8');

  it('docs/settings.md tells every setting, and nothing else', () => {
    const told = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    expect(told).toEqual(Object.keys(DEFAULT_SETTINGS));
  });
});
