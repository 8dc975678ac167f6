import { execFile } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { MINUTE } from '../../billing/calendar/durations';
import { NODE_RELEASES, nodeRuntime } from '../../dev/embedded/node-runtime';

const ROOT = join(__dirname, '..', '..');
/** What no Node makes different: what a browser shows, and what only reads the sources. */
const LEFT_OUT = ['/test/long/', '/test/browser/', '/test/lint/', '/test/docs/', '/test/web/'];
/** Of all the rest, on a machine of two cores. */
const LONGEST = 40 * MINUTE;

describe('other releases of Node', () => {
  it.each(NODE_RELEASES)(
    'every test that needs no browser passes on Node %s',
    async (release) => {
      const node = await nodeRuntime(release);
      const { AVENANT_TEST_TEMPORAL: _, AVENANT_TEST_MONGO: __, ...environment } = process.env;
      const ignored = LEFT_OUT.map((folder) => `--testPathIgnorePatterns=${folder}`);
      const run = promisify(execFile)(node, ['node_modules/jest/bin/jest.js', '--forceExit', '--silent', ...ignored], {
        cwd: ROOT,
        // What a test starts by name is of this release as well.
        env: { ...environment, PATH: `${dirname(node)}${delimiter}${process.env.PATH}`, JEST_WORKER_ID: undefined },
        maxBuffer: 64 * 1024 * 1024,
        timeout: LONGEST,
      });
      const told = await run.then(
        () => 'passed',
        ({ stderr }: { stderr: string }) =>
          stderr
            .split('\n')
            .filter((line) => /^FAIL|●/.test(line))
            .join('\n'),
      );
      expect(told).toBe('passed');
    },
    LONGEST,
  );
});
