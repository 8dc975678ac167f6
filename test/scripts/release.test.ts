import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { askGit, uncommittedIn } from '../../scripts/release/checkout';
import { faultsOfKept, historiesIn, untold } from '../../scripts/release/kept-histories';
import { libraryChanges } from '../../scripts/release/libraries';
import { releaseBefore } from '../../scripts/release/release-before';
import { withPlanted } from '../support/planted';

const HISTORIES = 'test/histories';
const FIRST = {
  'CHANGELOG.md': '## 0.4.0\n',
  [`${HISTORIES}/replay.test.ts`]: 'export {};\n',
  [`${HISTORIES}/order@1-bought.json`]: '{ "events": [] }\n',
  [`${HISTORIES}/order@1-cancelled.json`]: '{ "events": [] }\n',
};
const AS_ANNA = ['-c', 'user.name=Anna', '-c', 'user.email=anna@example.com'];

async function write(root: string, file: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, file)), { recursive: true });
  await writeFile(join(root, file), text);
}

/** @returns the commit */
async function commitAll(root: string): Promise<string> {
  await askGit(root, 'add', '.');
  await askGit(root, ...AS_ANNA, 'commit', '--quiet', '--message', 'Go on');
  return askGit(root, 'rev-parse', 'HEAD');
}

/** A checkout with a first commit. */
const inCheckout = (use: (root: string, first: string) => Promise<void>): Promise<void> =>
  withPlanted(FIRST, async (root) => {
    await askGit(root, 'init', '--quiet');
    await use(root, await commitAll(root));
  });

describe('the release before', () => {
  const NOTES = [{ version: '0.5.0' }, { version: '0.4.0' }];

  it('the release before is the commit of its tag, and none of those before or behind it', async () => {
    await inCheckout(async (root) => {
      await write(root, 'mended.ts', 'export {};\n');
      const released = await commitAll(root);
      await askGit(root, 'tag', 'v0.4.0');
      await write(root, 'next.ts', 'export {};\n');
      await commitAll(root);
      expect(await releaseBefore(root, NOTES)).toEqual({ name: 'v0.4.0', commit: released });
    });
  });

  it('a tag of the release before with words of its own leads to its commit', async () => {
    await inCheckout(async (root, first) => {
      await askGit(root, ...AS_ANNA, 'tag', '--annotate', '--message', 'Released', 'v0.4.0');
      expect(await releaseBefore(root, NOTES)).toEqual({ name: 'v0.4.0', commit: first });
    });
  });

  it('a release before whose tag is not there is a fault, and says how it is had or named', async () => {
    await inCheckout(async (root, first) => {
      await expect(releaseBefore(root, NOTES)).rejects.toThrow(
        'The changelog has 0.4.0 before it, and here is no tag v0.4.0: get it (git fetch --tags), or name the commit of that release (--previous COMMIT).',
      );
      expect(await releaseBefore(root, NOTES, first)).toEqual({ name: first, commit: first });
      await expect(releaseBefore(root, NOTES, 'v0.3.0')).rejects.toThrow('Here is no commit v0.3.0.');
    });
  });

  it('a first release has none before it, unless one is named', async () => {
    await inCheckout(async (root, first) => {
      expect(await releaseBefore(root, NOTES.slice(0, 1))).toBeNull();
      expect(await releaseBefore(root, NOTES.slice(0, 1), 'HEAD')).toEqual({ name: 'HEAD', commit: first });
    });
  });
});

describe('histories that are kept', () => {
  it('a history may be added, and none may be changed or taken away', async () => {
    await inCheckout(async (root, commit) => {
      await write(root, `${HISTORIES}/order@1-declined.json`, '{ "events": [] }\n');
      await write(root, `${HISTORIES}/replay.test.ts`, 'export const told = 1;\n');
      await commitAll(root);
      expect(await faultsOfKept(root, { name: 'v0.4.0', commit })).toEqual([]);
      await write(root, `${HISTORIES}/order@1-bought.json`, '{ "events": [1] }\n');
      await rm(join(root, HISTORIES, 'order@1-cancelled.json'));
      await commitAll(root);
      expect(await faultsOfKept(root, { name: 'v0.4.0', commit })).toEqual([
        `${HISTORIES}/order@1-bought.json is another one, and v0.4.0 kept it: put it back.`,
        `${HISTORIES}/order@1-cancelled.json is gone, and v0.4.0 kept it: put it back.`,
      ]);
    });
  });

  it('a folder without a history proves nothing', async () => {
    await withPlanted({ 'kept/replay.test.ts': '' }, async (root) => {
      const folder = join(root, 'kept');
      await expect(historiesIn(folder)).rejects.toThrow(`There is no history in ${folder}.`);
    });
    await withPlanted(FIRST, async (root) => {
      expect(await historiesIn(join(root, HISTORIES))).toEqual(['order@1-bought.json', 'order@1-cancelled.json']);
    });
  });

  it('each way that was kept is to be gone again, by whatever version of its statechart', () => {
    const kept = ['order@1-bought.json', 'order@1-cancelled.json', 'vatCredit-agreed.json'];
    const recorded = ['order@1-new.json', 'order@2-bought.json', 'vatCredit-agreed.json'];
    expect(untold(kept, recorded)).toEqual(['order@1-cancelled.json']);
  });
});

describe('what a release is tried with', () => {
  it('files that are not committed are each named', async () => {
    await inCheckout(async (root) => {
      expect(await uncommittedIn(root)).toEqual([]);
      await write(root, 'CHANGELOG.md', '## 0.5.0\n');
      await write(root, 'new.ts', 'export {};\n');
      expect(await uncommittedIn(root)).toEqual(['CHANGELOG.md', 'new.ts']);
    });
  });

  it('a library that runs is another one where its locked version is, wherever it lies', () => {
    const lockOf = (packages: object): string => JSON.stringify({ version: '0.4.0', packages });
    const same = {
      'node_modules/@temporalio/workflow': { version: '1.24.0' },
      'node_modules/xstate': { version: '5.33.3' },
      'node_modules/jest': { version: '30.5.2', dev: true },
      'node_modules/statechart-host': { resolved: 'statechart-host', link: true },
    };
    const now = { ...same, '': { version: '0.5.0' }, 'node_modules/jest': { version: '31.0.0', dev: true } };
    expect(libraryChanges(lockOf(same), lockOf(now))).toEqual([]);
    const others = {
      ...now,
      'node_modules/@temporalio/workflow': { version: '1.25.0' },
      'node_modules/@temporalio/worker/node_modules/ms': { version: '3.0.0' },
    };
    expect(libraryChanges(lockOf(same), lockOf(others))).toEqual(['@temporalio/workflow', 'ms']);
    expect(libraryChanges(lockOf(others), lockOf(same))).toEqual(['@temporalio/workflow', 'ms']);
  });
});
