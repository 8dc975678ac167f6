import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const PAGE = readFileSync(join(ROOT, 'docs', 'architecture.md'), 'utf8');
const WALK = PAGE.slice(PAGE.indexOf('## One walk'), PAGE.indexOf('## One source of truth'));
const STEPS = [...WALK.matchAll(/^\d+\. `([\w/.-]+)`/gm)].map(([, file = '']) => file);

describe('the walk of an event in docs/architecture.md', () => {
  it('the walk of an event names only files that exist', () => {
    expect(STEPS.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  it('the walk of an event passes 25 files at most', () => {
    expect(STEPS.length).toBeGreaterThan(10);
    expect(STEPS.length).toBeLessThanOrEqual(25);
  });
});
