import { spawnSync } from 'node:child_process';

const LONGEST = 72;
/** The last commit that was made without this rule. */
const BEFORE_THE_RULE = '41c8d76aa9bcc4a5c76e6f0549f9ede4173a7a30';

/** Commits whose title is too long to be read in a list. A shallow clone is asked for what it has; a copy without git, nothing. */
export function longCommitTitles(root: string, since = BEFORE_THE_RULE): string[] {
  const isKnown = git(root, 'cat-file', '-e', `${since}^{commit}`) !== null;
  const titles = git(root, 'log', '--format=%h %s', isKnown ? `${since}..HEAD` : 'HEAD') ?? '';
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
