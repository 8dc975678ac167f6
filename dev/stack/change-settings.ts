import { settingChanges } from '../../server/seller/setting-changes';
import type { Settings } from '../../store/facts/settings';
import type { Store } from '../../store/index';

/** Settings of a sample seller or of a test, whatever they are; sellers change theirs with `PUT /v1/settings`. */
export async function changeSettings(
  { settings }: Pick<Store, 'settings'>,
  tenantId: string,
  changed: Partial<Settings>,
): Promise<void> {
  const { version, values: before } = await settings.inForce(tenantId);
  const values = { ...before, ...changed };
  const changes = settingChanges(before, values);
  if (changes.length === 0) return;
  const isFirst = await settings.append({
    tenantId,
    version: version + 1,
    values,
    at: new Date(),
    by: 'sample-data',
    requestedBy: null,
    reasonCode: 'sample_data',
    reason: 'Sample data of this machine.',
    changes,
  });
  if (!isFirst) throw new Error(`The settings of ${tenantId} were changed by somebody else at the same time.`);
}
