import { ROLES, type Role } from '../../machines/events';
import { newApiKey } from '../../server/api-keys';
import { connectStore } from '../../store/connection';
import { PEOPLE } from './sample-data';
import type { StackOptions } from './stack-options';

export const TENANT = 'demo';

export interface PreparedStore {
  /** One API key a role, in plain text. */
  keys: Record<Role, string>;
}

/** Who holds the key of a role. A service has no person of its own: it names one for each request. */
const HOLDERS: Record<Role, string | null> = {
  service: null,
  billing_contact: PEOPLE.claire,
  seat_admin: 'sam',
  support_agent: 'agnes',
  support_lead: 'lea',
  operator: 'otto',
};

/** Whom the sign-in page of this machine offers. */
export const SAMPLE_PEOPLE = Object.entries(HOLDERS)
  .flatMap(([role, person]) => (person === null ? [] : [`${TENANT}/${person}/${role}`]))
  .join(', ');

/** Builds the indexes and makes the keys and settings that a stack on this machine needs; keys are made once. */
export async function prepareStore(mongoUri: string, options: StackOptions): Promise<PreparedStore> {
  const store = await connectStore(mongoUri);
  try {
    await store.ensureIndexes();
    const { keys } = options.secrets;
    for (const role of ROLES) {
      if (keys[role] !== undefined) continue;
      const owner = { environment: 'dev', tenantId: TENANT, role, userId: HOLDERS[role], expiresAt: null };
      const { text, record } = newApiKey(owner);
      await store.apiKeys.add(record);
      keys[role] = text;
    }
    if (options.reminderDelays !== undefined)
      await store.settings.change(TENANT, { reminderDelays: options.reminderDelays });
    return { keys: keys as Record<Role, string> };
  } finally {
    await store.close();
  }
}
