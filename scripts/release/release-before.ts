import { askGit } from './checkout';
import type { ReleaseNotes } from './notes';

/** The release that orders could be left to, by its commit. */
export interface FormerRelease {
  /** The name that it is spoken of by. */
  name: string;
  commit: string;
}

/**
 * Looks for the release before the newest one of a changelog, by its tag; the first of all has none before it.
 *
 * @param named what to take instead, as git knows it
 * @throws Error where there is no such commit, because its tag was not made, or is not in this clone
 */
export async function releaseBefore(
  root: string,
  [, before]: readonly Pick<ReleaseNotes, 'version'>[],
  named?: string,
): Promise<FormerRelease | null> {
  if (named === undefined && before === undefined) return null;
  const name = named ?? `v${before?.version}`;
  const wanted = named ?? `refs/tags/${name}`;
  const commit = await askGit(root, 'rev-parse', '--verify', '--quiet', `${wanted}^{commit}`).catch(() => null);
  if (commit !== null) return { name, commit };
  throw new Error(
    named === undefined
      ? `The changelog has ${before?.version} before it, and here is no tag ${name}: get it (git fetch --tags), or name the commit of that release (--previous COMMIT).`
      : `Here is no commit ${named}.`,
  );
}
