/** A section of the changelog, the newest first. */
export interface ReleaseNotes {
  version: string;
  /** Whether orders that this version has begun can be left to the one before it; null where the section does not say. */
  rollsBack: boolean | null;
  tellsUpgrade: boolean;
}

const SECTION = /^## (\d+\.\d+\.\d+)\b.*$/gm;

/** What a changelog says of each release that a deploy depends on. */
export function readNotes(changelog: string): ReleaseNotes[] {
  const headings = [...changelog.matchAll(SECTION)];
  return headings.map(({ 1: version = '', index }, place) => {
    const text = changelog.slice(index, headings[place + 1]?.index);
    return { version, rollsBack: rollsBackBy(text), tellsUpgrade: /^### Upgrading$/m.test(text) };
  });
}

function rollsBackBy(text: string): boolean | null {
  if (/^Roll back: (safe|nothing to roll back to)\b/m.test(text)) return true;
  return /^Roll back: not possible\b/m.test(text) ? false : null;
}
