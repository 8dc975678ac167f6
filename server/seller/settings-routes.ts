import type { z } from 'zod';
import { explainGaps } from '../../billing/explanation/gaps';
import { ANCHOR_RESET } from '../../billing/facts/policy-types';
import type { Locale } from '../../billing/facts/types';
import { findPreset } from '../../billing/policies/presets';
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
import type { SettingsInForce, SettingsVersion } from '../../store/facts/settings';
import { SETTINGS_AS_ORDER } from '../../store/support/grants';
import { type Answer, type Call, type MountedOperation, operation } from '../api/operation';
import { etagOf } from '../api/preconditions';
import { actorOf } from '../api/principal';
import { type Cursors, pageOf } from '../http/cursors';
import { Problem } from '../http/problem';
import { textsOf } from '../http/texts';
import type { AuditTrail } from '../identity/audit-trail';
import type { ServerStore } from '../ports';
import { settingChanges, settingsToApi } from './setting-changes';
import { checkedSettings } from './settings-checks';
import { inWords, permissionToChange } from './settings-permission';

const READERS: readonly Role[] = ['service', ...STAFF];
const { CHANGE_SETTINGS } = SELLER_ACTS;

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
    handle: async ({ principal, locale }) => inForce(await parts.settings.inForce(principal.tenantId), locale),
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
  if (isRepeated || (current.version === ifMatch && changes.length === 0)) return inForce(current, call.locale);
  if (current.version !== ifMatch) throw movedOn(current.version);
  const permission = await permissionToChange(parts, call, changes, ifMatch);
  if ('answer' in permission) return permission.answer;
  const version: SettingsVersion = {
    tenantId,
    version: ifMatch + 1,
    values,
    at: now(),
    by: userId,
    requestedBy: permission.requestedBy,
    reasonCode: body.reasonCode,
    reason: body.reason,
    changes,
  };
  if (!(await settings.append(version))) throw movedOn((await settings.inForce(tenantId)).version);
  await noteChange(trail, call, version);
  return inForce(version, call.locale);
}

const movedOn = (version: number): Problem =>
  new Problem('precondition_failed', { extra: { version }, headers: { ETag: etagOf(version) } });

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

function inForce({ version, values, at, by }: SettingsInForce, locale: Locale): Answer {
  const body = {
    version,
    changedAt: at?.toISOString() ?? null,
    changedBy: by ?? null,
    settings: settingsToApi(values),
    policyGaps: gapsOf(values.policy, locale),
  };
  return { status: 200, body, headers: { ETag: etagOf(version) } };
}

/** An unknown name, which only a hand in the database can have left, is told as the default that previews fall back to. */
function gapsOf(policy: string, locale: Locale) {
  // No gap tells an hour, so any zone will do.
  return explainGaps(findPreset(policy) ?? ANCHOR_RESET, { locale, timeZone: 'UTC', texts: textsOf(locale) });
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
