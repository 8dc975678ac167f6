import { execFile } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../../dev/embedded/cache-folder';
import manifest from '../package.json';
import { chooseTemporal, machineTemporalProbe } from '../testing/temporal/ways';

const PACKAGE = join(__dirname, '..');
const INSTALLED = join(PACKAGE, '..', 'node_modules');
const README = readFileSync(join(PACKAGE, 'README.md'), 'utf8');
const TOOLS = ['tsx', 'typescript', '@types/node'];
const ENTRIES = Object.keys(manifest.exports).filter((entry) => entry !== './package.json');
/** Milliseconds for a command; a bound for what hangs. */
const LIMIT = 90_000;
const NO_SOURCES = new Set(['node_modules', 'dist', 'test']);

/** The blocks of the README that begin with the name of their file, by that name. */
const EXAMPLES = new Map(
  [...README.matchAll(/```ts\n\/\/ (\S+)\n(.*?)```/gs)].map(([, file = '', text = '']) => [file, text]),
);

/** The lines that an example prints, by its own comments. */
const promised = (file: string): string[] =>
  [...(EXAMPLES.get(file) ?? '').matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map(([, line = '']) => line);

/** A project of somebody else's: outside of this repository, without its settings. */
let project: string;
let env: NodeJS.ProcessEnv;

const run = async (command: string, args: string[], cwd = project): Promise<string> =>
  (await promisify(execFile)(command, args, { cwd, env, encoding: 'utf8', timeout: LIMIT })).stdout;

const node = (...args: string[]): Promise<string> => run(process.execPath, args);

/**
 * Packs a copy of the package: while a package is packed its manifest is another one, and tests that run at the same time
 * must not see that.
 *
 * @returns the name of the tarball in the project
 */
async function packCopy(): Promise<string> {
  const copy = join(project, 'copy');
  const isPacked = (path: string): boolean => !NO_SOURCES.has(relative(PACKAGE, path));
  cpSync(PACKAGE, join(copy, 'statechart-host'), { recursive: true, filter: isPacked });
  copyFileSync(join(PACKAGE, '..', 'tsconfig.json'), join(copy, 'tsconfig.json'));
  symlinkSync(INSTALLED, join(copy, 'node_modules'));
  const pack = ['pack', '--silent', '--pack-destination', project];
  const printed = await run('npm', pack, join(copy, 'statechart-host'));
  rmSync(copy, { recursive: true });
  return printed.trim();
}

/** The environment of an ordinary terminal on this machine, with the Temporal of this project where it has one of its own. */
async function ordinaryEnvironment(): Promise<NodeJS.ProcessEnv> {
  // npm tells its children in which package they are; another npm would believe it.
  const ordinary = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  const { value } = await chooseTemporal(machineTemporalProbe(process.env, cacheFolder()));
  if (value.kind === 'running') return ordinary;
  const programs = join(project, 'bin');
  mkdirSync(programs);
  symlinkSync(value.path, join(programs, 'temporal'));
  return { ...ordinary, PATH: `${programs}${delimiter}${process.env.PATH}` };
}

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'packed-test-'));
  env = await ordinaryEnvironment();
  const tarball = await packCopy();
  writeFileSync(join(project, 'package.json'), '{ "private": true }\n');
  const libraries = [...Object.keys(manifest.peerDependencies), ...TOOLS].map((name) => join(INSTALLED, name));
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${tarball}`, ...libraries]);
  for (const [file, text] of EXAMPLES) {
    mkdirSync(join(project, dirname(file)), { recursive: true });
    writeFileSync(join(project, file), text);
  }
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

describe('the packed package, installed into an empty folder with its peers', () => {
  it.each(['counter/main.ts', 'parcel/main.ts'])(
    'the example %s of the README prints what it promises',
    async (file) => {
      const lines = (await node('--import', 'tsx', file)).trimEnd().split('\n');
      expect(promised(file)).not.toEqual([]);
      expect(lines).toEqual(promised(file));
    },
  );

  it.each([
    ['node16', 'node16'],
    ['esnext', 'bundler'],
  ])('the types of the examples hold with modules of %s resolved as by %s', async (module, moduleResolution) => {
    const compilerOptions = { target: 'es2022', strict: true, noEmit: true, types: ['node'], module, moduleResolution };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['counter', 'parcel'] }));
    const complaints = await run('npx', ['tsc', '--pretty', 'false']).catch(
      (failure: { stdout: string }) => failure.stdout,
    );
    // Those about the libraries themselves are not ours.
    const ours = complaints
      .split('\n')
      .filter((line) => /^(counter|parcel|node_modules\/statechart-host)\//.test(line));
    expect(ours).toEqual([]);
  });

  it.each(ENTRIES)('the entry %s is there for require and for import, with the same names', async (entry) => {
    const name = `${manifest.name}/${entry.slice(2)}`;
    const script = `import('${name}').then((module) => console.log(Object.keys(require('${name}')).every((key) => key in module)))`;
    expect(await node('--eval', script)).toBe('true\n');
  });

  it('the package carries what is compiled and what is told, and no sources', () => {
    const files = readdirSync(join(project, 'node_modules', manifest.name), { recursive: true, withFileTypes: true });
    const names = files.filter((entry) => entry.isFile()).map(({ name }) => name);
    expect(names.filter((name) => !/(\.js|\.d\.ts|\.md|^LICENSE|^package\.json)$/.test(name))).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'CHANGELOG.md', 'guardian.js']));
  });
});
