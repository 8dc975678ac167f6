import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import openapi from '../../docs/generated/openapi.json';
import deskEnglish from '../../locales/desk.en.json';
import deskFrench from '../../locales/desk.fr.json';
import statechartEnglish from '../../locales/statechart.en.json';
import statechartFrench from '../../locales/statechart.fr.json';
import uiEnglish from '../../locales/ui.en.json';
import uiFrench from '../../locales/ui.fr.json';
import { filesUnder } from '../../scripts/checks/files';

/** The pages against what they stand on: every call is an operation of the API, every word of theirs is in both catalogues and of use. */

const english = { ...uiEnglish, ...deskEnglish, ...statechartEnglish };
const french = { ...uiFrench, ...deskFrench, ...statechartFrench };

const WEB = join(__dirname, '..', '..', 'web');

/** All of the pages but the types that are written from the API itself, in which nothing could be wrong. */
const SOURCES = filesUnder(WEB, /\.tsx?$/)
  .filter((file) => !file.endsWith('/api-types.ts'))
  .map((file) => ({ file, text: readFileSync(join(WEB, file), 'utf8') }));

const CALL = /['"`]((?:GET|POST|PUT|PATCH|DELETE) \/[^'"`]*)['"`]/g;
/** A word for word key, or one that is made of parts, in which there may be other texts. */
const KEY = /['"]((?:ui|desk|statechart)\.[^'"`\s]*)['"]|`((?:ui|desk|statechart)\.[^`]*)`/g;

const foundBy = (pattern: RegExp, text: string): string[] =>
  [...text.matchAll(pattern)].flatMap(([, one, other]) => one ?? other ?? []);

/** What the pages say of a kind, each once, with the files that say it. */
function saidIn(sources: typeof SOURCES, pattern: RegExp): Map<string, string[]> {
  const said = new Map<string, string[]>();
  for (const { file, text } of sources) {
    for (const one of foundBy(pattern, text)) said.set(one, [...(said.get(one) ?? []), file]);
  }
  return said;
}

/** A key that is made of parts stands for every key that it may come to. */
const keysLike = (key: string): RegExp =>
  new RegExp(`^${key.replace(/[.]/g, '\\.').replace(/\$\{[^}]*\}/g, '[a-zA-Z_]+')}$`);

const operations = new Set(
  Object.entries(openapi.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  ),
);

const callsOf = (sources: typeof SOURCES) => [...saidIn(sources, CALL)].filter(([call]) => !operations.has(call));

const keysWithoutWords = (sources: typeof SOURCES, catalogue: object) =>
  [...saidIn(sources, KEY)].filter(([key]) => !Object.keys(catalogue).some((known) => keysLike(key).test(known)));

const wordsOfNoUse = (sources: typeof SOURCES, catalogue: object): string[] => {
  const used = [...saidIn(sources, KEY).keys()].map(keysLike);
  return Object.keys(catalogue).filter((key) => !used.some((pattern) => pattern.test(key)));
};

describe('the contract of the pages', () => {
  it('the pages ask the API for nothing that its document does not have', () => {
    expect(saidIn(SOURCES, CALL).size).toBeGreaterThan(10);
    expect(callsOf(SOURCES)).toEqual([]);
  });

  it.each([
    ['English', english],
    ['French', french],
  ])('the pages have all their words in %s, and no word that nobody says', (_language, catalogue) => {
    expect(keysWithoutWords(SOURCES, catalogue)).toEqual([]);
    expect(wordsOfNoUse(SOURCES, catalogue)).toEqual([]);
  });

  it('an unknown call, a key without words and a word of no use are found, by file', () => {
    const file = 'billing/wrong.tsx';
    const text = `ask('GET /v1/wishes', {}); say('ui.skip'); say('ui.wished'); say(\`ui.billing.line.\${kind}\`)`;
    expect(callsOf([{ file, text }])).toEqual([['GET /v1/wishes', [file]]]);
    expect(keysWithoutWords([{ file, text }], english)).toEqual([['ui.wished', [file]]]);
    const words = { 'ui.skip': '', 'ui.billing.line.credit': '', 'ui.billing.liner': '' };
    expect(wordsOfNoUse([{ file, text }], words)).toEqual(['ui.billing.liner']);
  });
});
