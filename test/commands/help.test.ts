import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { helpOf, OVERVIEW } from '../../commands/help';
import { COMMANDS } from '../../commands/table';
import { run } from './in-process';

const PAGE = readFileSync(join(__dirname, '..', '..', 'docs', 'commands.md'), 'utf8');

/** The help that stands on the page. */
const SHOWN = [...PAGE.matchAll(/^```text\n([\s\S]*?)\n```$/gm)].map(([, text]) => text);

describe('the help of avenant', () => {
  it('the page on commands shows the help of all of them, word for word', () => {
    expect(SHOWN).toEqual([OVERVIEW, ...COMMANDS.map(helpOf)]);
  });

  it('help is asked for in general, of a command, and instead of doing it', async () => {
    expect(await run(['--help'])).toEqual({ code: 0, out: [OVERVIEW], errors: [] });
    expect(await run(['keys', 'add', '--tenant', 'acme', '--help'])).toMatchObject({ code: 0, errors: [] });
    expect(await run([])).toEqual({ code: 2, out: [], errors: [OVERVIEW] });
  });

  it('a command that there is not, and an option that it does not have, end with 2 and with what there is', async () => {
    expect(await run(['mend'])).toEqual({
      code: 2,
      out: [],
      errors: ['There is no command mend. `avenant --help` lists them.'],
    });
    expect((await run(['audit'])).errors).toEqual(['There is: avenant audit verify.']);
    for (const args of [
      ['setup', '--all'],
      ['setup', 'twice'],
      ['keys', 'list'],
      ['deployment', 'ramp', '--percent', '101'],
    ]) {
      const { code, out, errors } = await run(args, { TEMPORAL_ADDRESS: '' });
      expect([args, code, out]).toEqual([args, 2, []]);
      expect(errors.join('\n')).toMatch(/^(.*(--all|twice|--tenant|--percent))/);
    }
  });

  it('no line of the help is longer than a terminal is wide', () => {
    for (const text of [OVERVIEW, ...COMMANDS.map(helpOf)]) {
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
    }
  });
});
