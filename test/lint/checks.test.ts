import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { longCommitTitles } from '../../scripts/checks/commit-titles';
import { strayDocComments } from '../../scripts/checks/doc-comments';
import { untoldFolders } from '../../scripts/checks/folder-readmes';
import { glossaryFaults } from '../../scripts/checks/glossary';
import { secondHomes } from '../../scripts/checks/one-home';
import { repeatedCode } from '../../scripts/checks/repeated-code';
import { complaintsOf } from '../../scripts/checks/run';
import { misspelled, unsortedWords } from '../../scripts/checks/spelling';
import { titlesWithoutSubject } from '../../scripts/checks/test-titles';
import { withPlanted } from '../support/planted';

const ROOT = join(__dirname, '..', '..');

/** Twelve lines that say something. */
const PIECE = Array.from({ length: 12 }, (_, n) => `  const sum${n} = first.add(second).times(${n}).minus(third);`);

describe('the check of stray doc comments', () => {
  const complaints = (text: string) => withPlanted({ 'billing/a.ts': text }, strayDocComments);

  it.each([
    ['two in a row', '/** One. */\n/** Two. */\nexport const a = 1;\n', 1],
    ['a blank line after one', 'const b = 1;\n\n/** One. */\n\nexport const a = b;\n', 3],
    ['the end of a block after one', 'export function a() {\n  /** One. */\n}\n', 2],
    ['the end of the file after one', 'export const a = 1;\n/**\n * One.\n */\n', 2],
  ])('the check of stray doc comments finds %s', async (_, text, line) => {
    expect(await complaints(text)).toEqual([`billing/a.ts:${line} a doc comment that documents nothing`]);
  });

  it('the check of stray doc comments lets the comment of the whole file stand alone after its imports', async () => {
    const text = "import {\n  b,\n} from './b';\n\n/** Of the file. */\n\n/** Of a. */\nexport const a = b;\n";
    expect(await complaints(text)).toEqual([]);
  });
});

describe('the check of names with two homes', () => {
  const complaints = (files: Record<string, string>) => withPlanted(files, secondHomes);

  it.each([
    ['a constant and an interface', 'export const Order = 1;\n', 'export interface Order {}\n'],
    ['two functions', 'export async function Order() {}\n', 'export function Order() {}\n'],
    ['a list of exports and a type', 'class Here {}\nexport { Here as Order };\n', 'export type Order = 1;\n'],
  ])('the check of names with two homes finds %s', async (_, one, other) => {
    const found = await complaints({ 'billing/one.ts': one, 'store/other.ts': other });
    expect(found).toEqual(['Order is exported by billing/one.ts and store/other.ts']);
  });

  it('the check of names with two homes lets one file export a name as overloads, as a type and as a value', async () => {
    const text =
      'export type Order = 1;\nexport const Order = 1;\nexport function a(): void;\nexport function a() {}\n';
    expect(await complaints({ 'billing/one.ts': text })).toEqual([]);
  });

  it('the check of names with two homes counts what is handed on once, and no test', async () => {
    const found = await complaints({
      'billing/one.ts': 'export const order = 1;\n',
      'billing/types.ts': "export { order } from './one';\n",
      'test/one.ts': 'export const order = 1;\n',
    });
    expect(found).toEqual([]);
  });
});

describe('the check of repeated code', () => {
  const text = (name: string) => `export function ${name}() {\n${PIECE.join('\n')}\n}\n`;

  it('the check of repeated code finds a planted clone', async () => {
    const [first, ...others] = await withPlanted({ 'billing/a.ts': text('a'), 'store/b.ts': text('b') }, repeatedCode);
    expect([first, others]).toEqual([
      expect.stringMatching(/^store\/b\.ts:\d+-\d+ repeats billing\/a\.ts:\d+-\d+$/),
      [],
    ]);
  });

  it('the check of repeated code lets tests repeat themselves', async () => {
    const files = { 'test/a.test.ts': text('a'), 'test/b.test.ts': text('b') };
    expect(await withPlanted(files, repeatedCode)).toEqual([]);
  });
});

describe('the check of spelling', () => {
  // cspell:ignore ammount
  it('the check of spelling reads comments, pages and the texts of both languages', async () => {
    const complaints = await withPlanted(
      {
        'billing/a.ts': '/** The ammount of it. */\nexport const ammountt = 1;\n',
        'docs/a.md': 'An ordr of `seets`.\n',
        'locales/en.json': '{ "problem.refusd": "The change was refussed" }\n',
        'locales/fr.json': '{ "problem.refused": "Le changemant est refusé" }\n',
      },
      misspelled,
    );
    const words = complaints.flatMap((line) => /Unknown word \((\w+)\)/.exec(line)?.[1] ?? []);
    expect(words.sort()).toEqual(['ammount', 'changemant', 'ordr', 'refussed']);
  });

  it('the check of spelling wants the list of the project sorted, and each word once', async () => {
    const files = { 'words.txt': 'Avenant\nwaits\nLago\nLago\n' };
    const complaints = await withPlanted(files, (root) => unsortedWords(join(root, 'words.txt')));
    expect(complaints.map((line) => line.split(' ')[0])).toEqual(['Lago', 'Lago']);
  });
});

describe('the check of the glossary', () => {
  const complaints = (text: string) => withPlanted({ 'docs/glossary.md': text }, glossaryFaults);
  const HEAD = '# Glossary\n\nOne line a word.\n\n';

  it('the check of the glossary wants each term with its meaning on one line', async () => {
    expect(await complaints(`${HEAD}- **grant**: a right\n  of an agent.\n- **hold**: a pause.\n`)).toHaveLength(2);
  });

  it('the check of the glossary wants the terms sorted, and each once', async () => {
    const text = `${HEAD}- **hold** (blocage): a pause.\n- **grant**: a right.\n- **grant**: a right.\n`;
    expect(await complaints(text)).toEqual([
      'docs/glossary.md: “grant” does not come after “hold”',
      'docs/glossary.md: “grant” does not come after “grant”',
    ]);
  });
});

describe('the check of what folders say about themselves', () => {
  const four = (folder: string) => Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`${folder}/${name}.ts`, '']));

  it('the check of folder READMEs wants both headings where more than three files lie', async () => {
    const complaints = await withPlanted(
      {
        ...four('store/money'),
        'store/money/README.md': '# Money\n\n## Owns\n',
        ...four('store/orders'),
        'store/orders/e.ts': '',
      },
      untoldFolders,
    );
    expect(complaints).toEqual([
      'store/orders (5 files): README.md lacks ## Owns and ## Does not own',
      'store/money (4 files): README.md lacks ## Does not own',
    ]);
  });

  it('the check of folder READMEs asks nothing of small folders, of tests and of benchmarks', async () => {
    const files = { 'store/a.ts': '', ...four('test/store'), ...four('bench/parts') };
    expect(await withPlanted(files, untoldFolders)).toEqual([]);
  });
});

describe('the check of commit titles', () => {
  const LONG = 'Say in the title of a commit everything that ought to be said in its body instead';
  const git = (root: string, args: string[], day = '2026-12-01'): void => {
    const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
    const env = { ...process.env, GIT_COMMITTER_DATE: `${day}T12:00:00Z` };
    const { status, stderr } = spawnSync('git', [...who, ...args], { cwd: root, encoding: 'utf8', env });
    if (status !== 0) throw new Error(stderr);
  };
  const commit = (root: string, title: string, day?: string): void =>
    git(root, ['commit', '--allow-empty', '-m', title, '-m', `${LONG} ${LONG}`], day);

  it('the check of commit titles finds a long one since the rule, also where a clone does not reach back to it', async () => {
    const found = await withPlanted({}, (root) => {
      git(root, ['init', '--quiet']);
      commit(root, `${LONG} before the rule`, '2026-11-01');
      commit(root, LONG);
      commit(root, 'Say it shortly');
      git(root, ['clone', '--quiet', '--depth=2', `file://${root}`, 'shallow']);
      return [longCommitTitles(root), longCommitTitles(join(root, 'shallow'))];
    });
    const long = [expect.stringContaining(`${LONG}: longer than 72 characters`)];
    expect(found).toEqual([long, long]);
  });

  it('the check of commit titles asks nothing of a copy without a history', async () => {
    expect(await withPlanted({}, (root) => longCommitTitles(root))).toEqual([]);
  });
});

describe('the check of test titles', () => {
  const complaints = (...lines: string[]) =>
    withPlanted({ 'test/a.test.ts': lines.join('\n') }, (root) =>
      titlesWithoutSubject(root).map((complaint) => /“(.*)”/.exec(complaint)?.[1]),
    );

  it.each([
    ['on one line', ["it('stays as it is', () => {});"], 'stays as it is'],
    ['on a line of its own', ['  it(', '    `never ends`,', '    () => {},', '  );'], 'never ends'],
    ['after values', ["it.each(['a', 'b'])('in %s goes on', () => {});"], 'in %s goes on'],
    ['after a table', ['it.each([', "  ['the day', 1],", "] as const)('is %s', () => {});"], 'is %s'],
    ['behind an invariant', ["it('INV-B1 adds up', () => {});"], 'INV-B1 adds up'],
    ['made of placeholders alone', ["it.concurrent.each(ROWS)('$id: %s', () => {});"], '$id: %s'],
  ])('the check of test titles finds a title without a subject %s', async (_, lines, title) => {
    expect(await complaints(...lines)).toEqual([title]);
  });

  it('the check of test titles lets a sentence with a subject stand, and asks nothing of a describe', async () => {
    const found = await complaints(
      "describe.each(['is one'])('in %s', () => {",
      "  it('a payment whose void comes too late counts as paid', () => {});",
      "  it('INV-B1 the lines of a quote add up', () => {});",
      "  it.each(['EDIT'])('%s is taken', () => {});",
      '});',
    );
    expect(found).toEqual([]);
  });
});

describe('the check of unused exports', () => {
  it('the check of unused exports finds an export that nobody imports, and a file', async () => {
    const complaints = await withPlanted(
      {
        'package.json': '{ "name": "planted" }',
        'server/main.ts': "import { used } from './parts';\nused();\n",
        'server/parts.ts': 'export const used = () => 1;\nexport const unused = 1;\n',
        'server/forgotten.ts': 'export {};\n',
      },
      (root) =>
        complaintsOf(
          process.execPath,
          [join(ROOT, 'node_modules/knip/bin/knip.js'), '--config', join(ROOT, 'knip.jsonc')],
          root,
        ),
    );
    expect(complaints.join('\n')).toMatch(/server\/forgotten\.ts[\s\S]*unused +server\/parts\.ts:2:14/);
  });
});
