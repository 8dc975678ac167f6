import type { Role } from '../../machines/events';
import { newApiKey } from '../../server/identity/api-keys';
import { connectStore } from '../../store/index';
import { changeSettings } from './change-settings';
import { PEOPLE } from './sample-data';
import type { StackOptions } from './stack-options';

export const TENANT = 'demo';

export interface PreparedStore {
  /** API keys in plain text. */
  keys: Record<KeyName, string>;
}

/** A key of every role, and a second lead and operator for what takes two persons. */
type KeyName = Role | 'second_lead' | 'second_operator';

/** Who holds each key. A service has no person of its own: it names one for each request. */
export const HOLDERS: Record<KeyName, { role: Role; person: string | null }> = {
  service: { role: 'service', person: null },
  billing_contact: { role: 'billing_contact', person: PEOPLE.claire },
  seat_admin: { role: 'seat_admin', person: 'sam' },
  support_agent: { role: 'support_agent', person: 'agnes' },
  support_lead: { role: 'support_lead', person: 'lea' },
  second_lead: { role: 'support_lead', person: 'luc' },
  operator: { role: 'operator', person: 'otto' },
  second_operator: { role: 'operator', person: 'olga' },
};
const KEY_NAMES = Object.keys(HOLDERS) as KeyName[];

export const roleOfKey = (name: KeyName): Role => HOLDERS[name].role;

/** Whom the sign-in page of this machine offers. */
export const SAMPLE_PEOPLE = Object.values(HOLDERS)
  .flatMap(({ role, person }) => (person === null ? [] : [`${TENANT}/${person}/${role}`]))
  .join(', ');

/** Builds the indexes and makes the keys and settings that a stack on this machine needs; keys are made once. */
export async function prepareStore(mongoUri: string, options: StackOptions): Promise<PreparedStore> {
  const store = await connectStore(mongoUri);
  try {
    await store.ensureIndexes();
    const { keys } = options.secrets;
    for (const name of KEY_NAMES) {
      if (keys[name] !== undefined) continue;
      const { role, person } = HOLDERS[name];
      const owner = {
        environment: 'dev',
        tenantId: TENANT,
        role,
        userId: person,
        name: `${name} of this machine`,
        expiresAt: null,
      };
      const { text, record } = newApiKey(owner);
      await store.apiKeys.add(record);
      keys[name] = text;
    }
    if (options.reminderDelays !== undefined)
      await changeSettings(store, TENANT, { reminderDelays: options.reminderDelays });
    return { keys: keys as Record<KeyName, string> };
  } finally {
    await store.close();
  }
}
