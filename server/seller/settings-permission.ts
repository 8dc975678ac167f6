import { present } from '../../billing/present';
import { masked } from '../../machines/card-number';
import { SETTINGS_BY_TWO, type SettingsChange } from '../../schemas/seller/settings';
import type { SettingChange } from '../../store/facts/settings';
import { SETTINGS_AS_ORDER, type StoredGrant } from '../../store/support/grants';
import type { Answer, Call } from '../api/operation';
import { actorOf } from '../api/principal';
import { fingerprintOf } from '../http/canonical';
import { newRequestId } from '../http/identifiers';
import { Problem } from '../http/problem';
import type { AuditTrail } from '../identity/audit-trail';
import { permissionFor } from '../orders/commands/grants';
import type { ServerStore } from '../ports';

/** Requests that wait for a second person are looked through up to this many. */
const MOST_OPEN = 200;
/** Characters of a change as it is told; what is approved is held to all of it. */
const MOST_WORDS = 2_000;

interface PermissionParts extends Pick<ServerStore, 'grants'> {
  trail: AuditTrail;
  now(): Date;
}

/** The answer while a second person is waited for; or who asked for what may be done, null where one person is enough. */
type PermissionToChange = { answer: Answer } | { requestedBy: string | null };

/**
 * A second person approves the very changes that were asked for, and those once, whatever else was changed meanwhile.
 *
 * @param seen the version that the changes are made from
 * @throws Problem as {@link permissionFor}
 */
export async function permissionToChange(
  { grants, trail, now }: PermissionParts,
  call: Call<unknown, unknown, SettingsChange>,
  changes: readonly SettingChange[],
  seen: number,
): Promise<PermissionToChange> {
  const { tenantId, id: principalId } = call.principal;
  const { reasonCode, reason, grantId: named } = call.body;
  const isByTwo = changes.some(({ field }) => SETTINGS_BY_TWO.includes(field));
  if (named === undefined && !isByTwo) return { requestedBy: null };
  const asking = { person: actorOf(call).userId, at: now(), subject: fingerprintOf(changes) };
  if (named === undefined) {
    const open = await grants.listOpen(tenantId, asking.at, MOST_OPEN);
    const before = open.find(({ subject, requestedBy }) => subject === asking.subject && requestedBy === asking.person);
    if (before !== undefined) return { answer: waitingFor(before) };
  }
  const evidence = inWords(changes);
  const permission = await permissionFor(
    grants,
    {
      principal: call.principal,
      params: { changeId: SETTINGS_AS_ORDER },
      requestKey: { tenantId, principalId, key: newRequestId() },
    },
    { type: 'CHANGE_SETTINGS', reasonCode, reason, evidence, ...present({ grantId: named }) },
    asking,
  );
  const { grantId } = permission;
  if (permission.kind === 'waiting') {
    await trail.note(call, {
      entryId: `settings:requested:${grantId}`,
      action: 'CHANGE_SETTINGS:requested',
      changeId: SETTINGS_AS_ORDER,
      facts: { reasonCode, reason, grantId, changes: evidence },
    });
    return { answer: permission.answer };
  }
  if (!(await grants.use({ tenantId, grantId }, `settings:${seen}`, asking.at))) throw new Problem('request_over');
  return { requestedBy: (await grants.find(tenantId, grantId))?.requestedBy ?? null };
}

const waitingFor = ({ grantId }: StoredGrant): Answer => ({
  status: 202,
  body: { grantId, status: 'waiting_for_second_person' },
});

/** For people. What would look like a card number is masked, as the store does. */
export const inWords = (changes: readonly SettingChange[]): string =>
  masked(changes.map(({ field, before, after }) => `${field}: ${before} → ${after}`).join('\n')).slice(0, MOST_WORDS);
