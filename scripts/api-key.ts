import { parseArgs } from 'node:util';
import { ROLES, type Role } from '../machines/events';
import { isId } from '../schemas/values/ids';
import { newApiKey } from '../server/identity/api-keys';
import type { Store } from '../store/index';
import { withStore } from './with-store';

/**
 * `npm run api-key -- add --tenant acme --role service`: makes a key of the API and prints it, once; only a hash of it is
 * stored. Every role but `service` is of a person (`--user lea`); `--expires 2027-01-01T00:00:00Z` ends it by itself, and
 * `--name "till of the shop"` says in lists what it is for.
 *
 * `npm run api-key -- remove --tenant acme --id ID`: no server takes the key any more, within a second. ID stands in the key
 * between the second and the third underscore.
 *
 * Works on the database that MONGODB_URI and MONGODB_DATABASE name, or on the data of the embedded stack. Both are in the
 * audit trail.
 */

const USAGE =
  'npm run api-key -- add --tenant TENANT --role ROLE [--user USER] [--name NAME] [--expires INSTANT], or\n' +
  'npm run api-key -- remove --tenant TENANT --id ID';

interface Wish {
  tenant?: string | undefined;
  role?: string | undefined;
  user?: string | undefined;
  name?: string | undefined;
  expires?: string | undefined;
  id?: string | undefined;
}

/** @returns what to print. @throws Error that says what is missing or wrong */
export async function apiKeyCommand(store: Store, command: string | undefined, wish: Wish, at: Date): Promise<string> {
  if (command === 'add') return add(store, wish, at);
  if (command === 'remove') return remove(store, wish, at);
  throw new Error(USAGE);
}

async function add(store: Store, { tenant, role, user, name, expires }: Wish, at: Date): Promise<string> {
  const tenantId = idIn('--tenant', tenant);
  if (!isRole(role)) throw new Error(`--role: one of ${ROLES.join(', ')}`);
  const userId = role === 'service' && user === undefined ? null : idIn('--user', user);
  const expiresAt = expires === undefined ? null : instantIn(expires, at);
  const called = name === undefined ? null : nameIn(name);
  const { text, record } = newApiKey({ environment: 'live', tenantId, role, userId, name: called, expiresAt });
  const { keyId } = record;
  // Written down first: no key is good of which nobody knows.
  await note(store, { tenantId, keyId, action: 'ADD_API_KEY', at }, { keyId, role, userId, name: called, expiresAt });
  await store.apiKeys.add(record);
  return text;
}

async function remove(store: Store, { tenant, id = '' }: Wish, at: Date): Promise<string> {
  const tenantId = idIn('--tenant', tenant);
  if (!(await store.apiKeys.remove(tenantId, id))) throw new Error(`${tenantId} has no key ${id}.`);
  await note(store, { tenantId, keyId: id, action: 'REMOVE_API_KEY', at }, { keyId: id });
  return `${id} is removed.`;
}

function note(
  { audit }: Store,
  { tenantId, keyId, action, at }: { tenantId: string; keyId: string; action: string; at: Date },
  facts: Record<string, string | null>,
): Promise<void> {
  const entryId = `${action}:${keyId}`;
  return audit.append({ tenantId, entryId, at, actorId: 'console', role: 'system', action, changeId: null, facts });
}

const isRole = (text: string | undefined): text is Role => ROLES.some((role) => role === text);

function idIn(name: string, text: string | undefined): string {
  if (text !== undefined && isId(text)) return text;
  throw new Error(`${name}: letters, digits, "_" and "-", at most 64`);
}

function nameIn(text: string): string {
  if (/^[^\p{C}]{1,80}$/u.test(text)) return text;
  throw new Error('--name: one line of at most 80 characters');
}

function instantIn(text: string, now: Date): string {
  const instant = new Date(text);
  if (!(instant > now)) throw new Error('--expires: an instant to come, such as 2027-01-01T00:00:00Z');
  return instant.toISOString();
}

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const options = { tenant: text, role: text, user: text, name: text, expires: text, id: text };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const told = await withStore((store) => apiKeyCommand(store, positionals[0], values, new Date()));
  process.stdout.write(`${told}\n`);
}

if (process.argv[1]?.endsWith('api-key.ts')) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
