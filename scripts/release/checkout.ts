import { runCommand } from 'statechart-host/testing';

const WITHIN = { timeoutMs: 60_000 };

/** Asks git about a checkout. @returns what it says @throws Error with its words */
export const askGit = async (root: string, ...args: string[]): Promise<string> =>
  (await runCommand('git', ['-C', root, ...args], WITHIN)).trim();

/** The files of a checkout that are not as they were committed. */
export async function uncommittedIn(root: string): Promise<string[]> {
  const told = await askGit(root, 'status', '--porcelain', '--no-renames');
  return told === '' ? [] : told.split('\n').map((line) => line.trim().replace(/^\S+ +/, ''));
}
