import { DAY } from '../../billing/calendar/durations';
import { ROLES, type Role } from '../../machines/events';
import { MOST_KEYS } from '../../schemas/identity/keys';
import { isId } from '../../schemas/values/ids';
import { newApiKey } from '../../server/identity/api-keys';
import type { ListedApiKey } from '../../store/access/api-keys';
import type { Store } from '../../store/index';
import { type CommandLine, EXIT, Misuse, type Surroundings } from '../command';
import { withStore } from '../with-store';

/** `avenant keys …`: what is made and taken back is in the audit trail. */

type Wish = CommandLine['values'];

/** What is printed, and how it ends. */
interface Outcome {
  lines: string[];
  code: number;
}

type KeyCommand = (store: Store, wish: Wish, at: Date) => Promise<Outcome>;

const onStore =
  (command: KeyCommand) =>
  async (wish: Wish, surroundings: Surroundings): Promise<number> => {
    const { lines, code } = await withStore(surroundings, (store) => command(store, wish, new Date()));
    for (const line of lines) surroundings.print(line);
    return code;
  };

export const keyCommands = {
  list: onStore(listKeys),
  add: onStore(addKey),
  remove: onStore(removeKey),
  rotate: onStore(rotateKey),
};

async function listKeys(store: Store, { tenant }: Wish): Promise<Outcome> {
  const keys = await store.apiKeys.list(idIn('--tenant', tenant), MOST_KEYS + 1);
  const lines = keys.slice(0, MOST_KEYS).map(inWords);
  if (keys.length > MOST_KEYS) lines.push(`There are more than ${MOST_KEYS}.`);
  return done(...(lines.length === 0 ? [`${tenant} has no keys.`] : lines));
}

const inWords = ({ keyId, role, userId, name, lastUsedAt, expiresAt }: ListedApiKey): string =>
  [
    `${keyId}  ${role}${userId === null ? '' : ` of ${userId}`}`,
    ...(name ? [`“${name}”`] : []),
    lastUsedAt ? `last used ${lastUsedAt.toISOString()}` : 'never used',
    expiresAt === null ? 'has no end' : `ends ${expiresAt}`,
  ].join(', ');

/** @throws Misuse */
export async function addKey(store: Store, { tenant, role, user, name, expires }: Wish, at: Date): Promise<Outcome> {
  const tenantId = idIn('--tenant', tenant);
  if (!isRole(role)) throw new Misuse(`--role: one of ${ROLES.join(', ')}`);
  const userId = role === 'service' && user === undefined ? null : idIn('--user', user);
  const expiresAt = expires === undefined ? null : instantIn('--expires', expires, at);
  const called = name === undefined ? null : nameIn(name);
  return done(await makeKey(store, { tenantId, role, userId, name: called, expiresAt }, at));
}

/** @throws Misuse */
export async function removeKey(store: Store, { tenant, id = '' }: Wish, at: Date): Promise<Outcome> {
  const tenantId = idIn('--tenant', tenant);
  if (!(await store.apiKeys.remove(tenantId, id))) return noSuchKey(tenantId, id);
  await note(store, { tenantId, keyId: id, action: 'REMOVE_API_KEY', at }, { keyId: id });
  return done(`${id} is removed.`);
}

/** @throws Misuse */
export async function rotateKey(store: Store, { tenant, id = '', ends, expires }: Wish, at: Date): Promise<Outcome> {
  const tenantId = idIn('--tenant', tenant);
  const wished = ends === undefined ? new Date(at.getTime() + DAY).toISOString() : instantIn('--ends', ends, at);
  const old = await store.apiKeys.find(id);
  if (old?.tenantId !== tenantId) return noSuchKey(tenantId, id);
  const { role, userId, name = null, expiresAt: oldEnd } = old;
  if (oldEnd !== null && new Date(oldEnd) <= at) return { lines: [`${id} has ended at ${oldEnd}.`], code: EXIT.found };
  const expiresAt = expires === undefined ? oldEnd : instantIn('--expires', expires, at);
  const endsAt = oldEnd !== null && oldEnd < wished ? oldEnd : wished;
  const text = await makeKey(store, { tenantId, role, userId, name, expiresAt }, at);
  try {
    await note(store, { tenantId, keyId: id, action: 'END_API_KEY', at }, { keyId: id, expiresAt: endsAt });
    await store.apiKeys.endBy(tenantId, id, endsAt);
    return done(text);
  } catch {
    // The new one is good already, and nobody could ask for it again.
    return { lines: [text, `${id} has no end yet: it is still good beside this one.`], code: EXIT.couldNot };
  }
}

type KeyOwner = Pick<Parameters<typeof newApiKey>[0], 'tenantId' | 'role' | 'userId' | 'expiresAt'> & {
  name: string | null;
};

/** @returns the key, which nobody is told again */
async function makeKey(store: Store, owner: KeyOwner, at: Date): Promise<string> {
  const { text, record } = newApiKey({ environment: 'live', ...owner });
  const { keyId } = record;
  const { tenantId, ...facts } = owner;
  // Written down first: no key is good of which nobody knows.
  await note(store, { tenantId, keyId, action: 'ADD_API_KEY', at }, { keyId, ...facts });
  await store.apiKeys.add(record);
  return text;
}

function note(
  { audit }: Store,
  { tenantId, keyId, action, at }: { tenantId: string; keyId: string; action: string; at: Date },
  facts: Record<string, string | null>,
): Promise<void> {
  // A key may be told to end more than once.
  const entryId = action === 'END_API_KEY' ? `${action}:${keyId}:${at.toISOString()}` : `${action}:${keyId}`;
  return audit.append({ tenantId, entryId, at, actorId: 'console', role: 'system', action, changeId: null, facts });
}

const done = (...lines: string[]): Outcome => ({ lines, code: EXIT.done });
const noSuchKey = (tenantId: string, id: string): Outcome => ({
  lines: [`${tenantId} has no key ${id}.`],
  code: EXIT.found,
});

const isRole = (text: string | undefined): text is Role => ROLES.some((role) => role === text);

function idIn(name: string, text: string | undefined): string {
  if (text !== undefined && isId(text)) return text;
  throw new Misuse(`${name}: letters, digits, "_" and "-", at most 64`);
}

function nameIn(text: string): string {
  if (/^[^\p{C}]{1,80}$/u.test(text)) return text;
  throw new Misuse('--name: one line of at most 80 characters');
}

function instantIn(name: string, text: string, now: Date): string {
  const instant = new Date(text);
  if (!(instant > now)) throw new Misuse(`${name}: an instant to come, such as 2027-01-01T00:00:00Z`);
  return instant.toISOString();
}
