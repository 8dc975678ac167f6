import { spawnSync } from 'node:child_process';

const LONGEST = 72;
/** Commits from before this rule keep their titles. A date and no commit, because a commit has another name when it is rebased. */
const SINCE = '2026-11-29T04:00:00Z';

/** Commits whose title is too long to be read in a list. A shallow clone is asked for what it has; a copy without git, nothing. */
export function longCommitTitles(root: string): string[] {
  const titles = git(root, 'log', '--no-merges', `--since=${SINCE}`, '--format=%h %s', 'HEAD') ?? '';
  return titles
    .split('\n')
    .filter((line) => line.slice(line.indexOf(' ') + 1).length > LONGEST)
    .map((line) => `${line}: longer than ${LONGEST} characters; the reason goes to the body`);
}

/** @returns what git printed, or null when it could not do it */
function git(root: string, ...args: string[]): string | null {
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout : null;
}
