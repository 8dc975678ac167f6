/** What is read of `package-lock.json`. */
interface Lock {
  packages: Record<string, { version?: string; dev?: boolean; link?: boolean }>;
}

const LIBRARY = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/;

/**
 * Which libraries run in other versions, by two lock files; they decide with our own code whether a history is replayed. Those of
 * development do not run.
 *
 * @returns their names, sorted
 */
export function libraryChanges(former: string, now: string): string[] {
  const [before, after] = [versionsIn(former), versionsIn(now)];
  const places = [...new Set([...before.keys(), ...after.keys()])];
  const changed = places.filter((place) => before.get(place) !== after.get(place));
  return [...new Set(changed.map((place) => LIBRARY.exec(place)?.[1] ?? place))].sort();
}

/** By where each is installed, since one library may be there in two versions. */
function versionsIn(lock: string): Map<string, string | undefined> {
  const { packages } = JSON.parse(lock) as Lock;
  const running = Object.entries(packages).filter(
    ([place, { dev, link }]) => LIBRARY.test(place) && dev !== true && link !== true,
  );
  return new Map(running.map(([place, { version }]) => [place, version]));
}
