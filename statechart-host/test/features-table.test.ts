import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const DOCS = join(__dirname, '..', 'docs');
const ROW = /^\| (.+?) \| (works|with a note|no) \| (.*?) ?\| \[(.+)\]\(\.\.\/test\/(.+)\) \|$/;
/** Of a test, or of a scenario that tests are made of. */
const TITLE = /^ *(?:it(?:\.each\(.*\))?\(\s*|title: )(?:'([^'\n]+)'|"([^"\n]+)")/gm;

const table = readFileSync(join(DOCS, 'features.md'), 'utf8').split('\n');
const lines = table.filter((line) => line.startsWith('| ') && !/^\| (feature|---) \|/.test(line));
const rows = lines.flatMap((line) => {
  const [, feature = '', verdict = '', note = '', title = '', file = ''] = ROW.exec(line) ?? [];
  return feature === '' ? [] : [{ feature, verdict, note, title, file }];
});

const titlesIn = (file: string): string[] =>
  [...readFileSync(join(__dirname, file), 'utf8').matchAll(TITLE)].map(([, one, other]) => one ?? other ?? '');

describe('the table of what of XState works', () => {
  it('every row has a feature, a verdict and a test', () => {
    expect(lines.filter((line) => !ROW.test(line))).toEqual([]);
    expect(rows.length).toBeGreaterThan(60);
  });

  it('every row links to a test that is there', () => {
    expect(rows.filter(({ title, file }) => !titlesIn(file).includes(title))).toEqual([]);
  });

  it('every feature that does not work as in XState has a note', () => {
    expect(rows.filter(({ verdict, note }) => verdict !== 'works' && note === '')).toEqual([]);
  });

  it('every test of a feature is in the table', () => {
    const linked = new Set(rows.map(({ title }) => title));
    const tests = readdirSync(__dirname).filter((file) => /^features-(?!table)/.test(file));
    expect(tests.flatMap(titlesIn).filter((title) => !linked.has(title))).toEqual([]);
    expect(tests).toHaveLength(4);
  });
});
