import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PAGES } from '../../scripts/pictures/pages';
import { LOCALES } from '../../server/http/texts';

const DOCS = join(__dirname, '..', '..', 'docs');

it('docs/mails.md shows every mail and every paper in both languages, and no picture that is not there', () => {
  const shown = new Set(
    [...readFileSync(join(DOCS, 'mails.md'), 'utf8').matchAll(/\((pictures\/[^)]+)\)/g)].map(([, path = '']) => path),
  );
  const wanted = PAGES.flatMap(({ name, pdf }) =>
    LOCALES.flatMap((locale) => [
      `pictures/${name}-${locale}.jpg`,
      ...(pdf === undefined ? [] : [`pictures/${name}-${locale}-pdf.png`]),
    ]),
  );
  expect([...shown].sort()).toEqual([...wanted].sort());
  expect([...shown].filter((path) => !existsSync(join(DOCS, path)))).toEqual([]);
});
