import type { Role } from '../../machines/events';
import { type ApiKeyList, ApiKeyListSchema, MOST_KEYS } from '../../schemas/identity/keys';
import type { ListedApiKey } from '../../store/access/api-keys';
import { type MountedOperation, operation } from '../api/operation';
import type { ServerStore } from '../ports';

const READERS_OF_KEYS: readonly Role[] = ['support_lead', 'operator'];

export const keyRoutes = ({ apiKeys }: Pick<ServerStore, 'apiKeys'>): MountedOperation[] => [
  operation('Session', 'GET /v1/keys', {
    id: 'listApiKeys',
    summary: 'List the keys of the API: whose each is, and when it was last used; never a secret',
    roles: READERS_OF_KEYS,
    answers: { 200: { description: 'Keys that were not taken back.', schema: ApiKeyListSchema } },
    async handle({ principal }) {
      const keys = await apiKeys.list(principal.tenantId, MOST_KEYS + 1);
      return { status: 200, body: { items: keys.slice(0, MOST_KEYS).map(toView), more: keys.length > MOST_KEYS } };
    },
  }),
];

const toView = ({ keyId, name, role, userId, createdAt, lastUsedAt, expiresAt }: ListedApiKey) =>
  ({
    keyId,
    name: name ?? null,
    role,
    userId,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    expiresAt,
  }) satisfies ApiKeyList['items'][number];
