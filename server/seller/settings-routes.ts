import type { z } from 'zod';
import { present } from '../../billing/present';
import { masked } from '../../machines/card-number';
import { type Role, SELLER_ACTS, STAFF } from '../../machines/events';
import { PageQuerySchema } from '../../schemas/api/requests';
import { WaitingForSecondPersonSchema } from '../../schemas/orders/order';
import {
  SETTINGS_BY_TWO,
  type SettingsChange,
  SettingsChangeSchema,
  SettingsHistorySchema,
  SettingsInForceSchema,
} from '../../schemas/seller/settings';
import type { SettingChange, SettingsInForce, SettingsVersion } from '../../store/facts/settings';
import { SETTINGS_AS_ORDER } from '../../store/support/grants';
import { type Answer, type Call, type MountedOperation, operation } from '../api/operation';
import { etagOf } from '../api/preconditions';
import { actorOf } from '../api/principal';
import { fingerprintOf } from '../http/canonical';
import { type Cursors, pageOf } from '../http/cursors';
import { newRequestId } from '../http/identifiers';
import { Problem } from '../http/problem';
import type { AuditTrail } from '../identity/audit-trail';
import { type Permission, permissionFor } from '../orders/commands/grants';
import type { ServerStore } from '../ports';
import { settingChanges, settingsToApi } from './setting-changes';
import { checkedSettings } from './settings-checks';

const READERS: readonly Role[] = ['service', ...STAFF];
const { CHANGE_SETTINGS } = SELLER_ACTS;
/** Requests that wait for a second person are looked through up to this many. */
const MOST_OPEN = 200;
/** Characters of a change as it is told; what is approved is held to all of it. */
const MOST_WORDS = 2_000;

type PutCall = Call<unknown, unknown, SettingsChange>;

interface SettingsParts extends Pick<ServerStore, 'settings' | 'grants'> {
  trail: AuditTrail;
  cursors: Cursors;
  now(): Date;
}

/** What the seller decides: read by its staff, changed by operators, by two of them where money depends on it. */
export const settingsRoutes = (parts: SettingsParts): MountedOperation[] => [
  operation('Seller', 'GET /v1/settings', {
    id: 'getSettings',
    summary: 'See what the seller decides; the ETag is the version',
    roles: READERS,
    answers: { 200: { description: 'The settings in force.', schema: SettingsInForceSchema } },
    handle: async ({ principal }) => inForce(await parts.settings.inForce(principal.tenantId)),
  }),
  operation('Seller', 'PUT /v1/settings', {
    id: 'putSettings',
    summary: 'Change what the seller decides, with If-Match; the next step of every order follows it',
    description:
      `A second person approves a change of ${SETTINGS_BY_TWO.map((name) => `\`${name}\``).join(', ')}: the first call ` +
      'asks, the same call by somebody else with the grantId does it. A quote already given stays as it is.',
    roles: CHANGE_SETTINGS.senders,
    body: SettingsChangeSchema,
    answers: {
      200: { description: 'The settings in force.', schema: SettingsInForceSchema },
      202: { description: 'Waiting for a second person.', schema: WaitingForSecondPersonSchema },
    },
    handle: (call) => putSettings(parts, call),
  }),
  operation('Seller', 'GET /v1/settings/history', {
    id: 'listSettingsHistory',
    summary: 'See who changed what the seller decides, when, from what to what, the latest first',
    roles: READERS,
    query: PageQuerySchema,
    answers: { 200: { description: 'One page; `next` is null on the last one.', schema: SettingsHistorySchema } },
    handle: (call) => listHistory(parts, call),
  }),
];

async function putSettings(parts: SettingsParts, call: PutCall): Promise<Answer> {
  const { settings, trail, now } = parts;
  const { body, ifMatch, principal } = call;
  const { tenantId } = principal;
  const { userId } = actorOf(call);
  if (ifMatch === null) throw new Problem('precondition_required');
  const values = checkedSettings(body.settings);
  const current = await settings.inForce(tenantId);
  const changes = settingChanges(current.values, values);
  // Done before, and only the answer was lost, or the entry in the audit trail with it.
  const isRepeated = current.version === ifMatch + 1 && current.by === userId && changes.length === 0;
  if (isRepeated) await noteChange(trail, call, current);
  if (isRepeated || (current.version === ifMatch && changes.length === 0)) return inForce(current);
  if (current.version !== ifMatch) throw movedOn(current.version);
  const permission = await permissionToChange(parts, call, changes);
  if (permission?.kind === 'waiting') return permission.answer;
  const version: SettingsVersion = {
    tenantId,
    version: ifMatch + 1,
    values,
    at: now(),
    by: userId,
    requestedBy: permission?.requestedBy ?? null,
    reasonCode: body.reasonCode,
    reason: body.reason,
    changes,
  };
  if (!(await settings.append(version))) throw movedOn((await settings.inForce(tenantId)).version);
  await noteChange(trail, call, version);
  return inForce(version);
}

const movedOn = (version: number): Problem =>
  new Problem('precondition_failed', { extra: { version }, headers: { ETag: etagOf(version) } });

type PermissionToChange = Extract<Permission, { kind: 'waiting' }> | { kind: 'granted'; requestedBy: string | null };

/** Null where one person is enough. A second one approves the very changes that were asked for, and those once. */
async function permissionToChange(
  { grants, trail, now }: SettingsParts,
  call: PutCall,
  changes: readonly SettingChange[],
): Promise<PermissionToChange | null> {
  const { body, principal, ifMatch } = call;
  const { tenantId } = principal;
  const { reasonCode, reason, grantId: named } = body;
  if (named === undefined && !changes.some(({ field }) => SETTINGS_BY_TWO.includes(field))) return null;
  const at = now();
  const person = actorOf(call).userId;
  const subject = fingerprintOf(changes);
  const asked =
    named === undefined
      ? (await grants.listOpen(tenantId, at, MOST_OPEN)).find(
          (open) => open.subject === subject && open.requestedBy === person,
        )
      : undefined;
  if (asked !== undefined) return waitingFor(asked.grantId);
  const requestKey = { tenantId, principalId: principal.id, key: newRequestId() };
  const permission = await permissionFor(
    grants,
    { principal, params: { changeId: SETTINGS_AS_ORDER }, requestKey },
    { type: 'CHANGE_SETTINGS', reasonCode, reason, evidence: inWords(changes), ...present({ grantId: named }) },
    { person, at, subject },
  );
  const { grantId } = permission;
  if (permission.kind === 'waiting') {
    await trail.note(call, {
      entryId: `settings:requested:${grantId}`,
      action: 'CHANGE_SETTINGS:requested',
      changeId: SETTINGS_AS_ORDER,
      facts: { reasonCode, reason, grantId, changes: inWords(changes) },
    });
    return permission;
  }
  if (!(await grants.use({ tenantId, grantId }, `settings:${ifMatch}`, at))) throw new Problem('request_over');
  return { kind: 'granted', requestedBy: (await grants.find(tenantId, grantId))?.requestedBy ?? null };
}

const waitingFor = (grantId: string): Extract<Permission, { kind: 'waiting' }> => ({
  kind: 'waiting',
  grantId,
  answer: { status: 202, body: { grantId, status: 'waiting_for_second_person' } },
});

/** For people. What would look like a card number is masked, as the store does. */
const inWords = (changes: readonly SettingChange[]): string =>
  masked(changes.map(({ field, before, after }) => `${field}: ${before} → ${after}`).join('\n')).slice(0, MOST_WORDS);

/** Once for each version, also when it is told twice. */
async function noteChange(trail: AuditTrail, call: PutCall, made: SettingsInForce): Promise<void> {
  const { version, changes = [], requestedBy = null, reasonCode = null, reason = null } = made;
  await trail.note(call, {
    entryId: `settings:${version}`,
    action: 'CHANGE_SETTINGS',
    changeId: SETTINGS_AS_ORDER,
    facts: { version, reasonCode, reason, requestedBy, changes: inWords(changes) },
  });
}

function inForce({ version, values, at, by }: SettingsInForce): Answer {
  const body = {
    version,
    changedAt: at?.toISOString() ?? null,
    changedBy: by ?? null,
    settings: settingsToApi(values),
  };
  return { status: 200, body, headers: { ETag: etagOf(version) } };
}

async function listHistory(
  { settings, cursors }: SettingsParts,
  { principal, query }: Call<unknown, z.output<typeof PageQuerySchema>>,
): Promise<Answer> {
  const { tenantId } = principal;
  const { limit, cursor } = query;
  const binding = `settings:${tenantId}`;
  const [before = Number.MAX_SAFE_INTEGER] = cursors.read(binding, cursor);
  const found = await settings.list(tenantId, Number(before), limit + 1);
  const { shown, next } = pageOf(found, limit, ({ version }) => cursors.write(binding, [String(version)]));
  const items = shown.map(({ tenantId: _, values: __, at, ...version }) => ({ ...version, at: at.toISOString() }));
  return { status: 200, body: { items, next } };
}
