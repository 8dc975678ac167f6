import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const APT_FOLDER = '/etc/apt';

/** The fields of /etc/os-release, unquoted; empty where there is none. */
export async function osRelease(): Promise<Readonly<Record<string, string>>> {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const fields = text.split('\n').flatMap((line) => {
    const match = /^(\w+)="?([^"]*)"?$/.exec(line);
    return match?.[1] === undefined ? [] : [[match[1], match[2] ?? ''] as const];
  });
  return Object.fromEntries(fields);
}

/**
 * The machine's own package sources, so that its mirrors are used, with the suite `from` renamed to `to`: pairs of file
 * name and text for a private `sources.list.d`. Security and other suites are left out.
 * @throws Error when the machine has no source for the suite `from`.
 */
export async function newerSuiteSources(from: string, to: string): Promise<[name: string, text: string][]> {
  const parts = await readdir(join(APT_FOLDER, 'sources.list.d')).catch(() => []);
  const files = [...parts.map((name) => join('sources.list.d', name)), 'sources.list'];
  const renamed: [string, string][] = [];
  for (const [index, file] of files.entries()) {
    const text = await readFile(join(APT_FOLDER, file), 'utf8').catch(() => '');
    if (file.endsWith('.sources')) renamed.push([`${index}.sources`, renameStanzas(text, from, to)]);
    if (file.endsWith('.list')) renamed.push([`${index}.list`, renameLines(text, from, to)]);
  }
  const useful = renamed.filter(([, text]) => text !== '');
  if (useful.length === 0) throw new Error(`${APT_FOLDER} names no package source for ${from}`);
  return useful;
}

/** Renames in the newer format: stanzas of `Field: value`, apart by empty lines. Only the suite itself is kept. */
export function renameStanzas(text: string, from: string, to: string): string {
  return text
    .replace(/^#.*\n/gm, '')
    .split(/\n\s*\n/)
    .filter((stanza) => suitesOf(stanza).includes(from))
    .map((stanza) => stanza.trim().replace(SUITES, `Suites: ${to}`))
    .join('\n\n');
}

/** Renames in the older format: `deb [options] address suite components`. */
export function renameLines(text: string, from: string, to: string): string {
  return text
    .split('\n')
    .map((line) => /^(deb\s+(?:\[[^\]]*\]\s+)?\S+\s+)(\S+)(\s.*)$/.exec(line.trim()))
    .flatMap((match) => (match?.[2] === from ? [`${match[1]}${to}${match[3]}`] : []))
    .join('\n');
}

const SUITES = /^Suites:(.*)$/im;

function suitesOf(stanza: string): string[] {
  return SUITES.exec(stanza)?.[1]?.trim().split(/\s+/) ?? [];
}
