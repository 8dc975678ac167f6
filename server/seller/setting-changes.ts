import type { SettingsBody } from '../../schemas/seller/settings';
import type { SettingChange, Settings } from '../../store/facts/settings';
import { fingerprintOf } from '../http/canonical';
import { delayText } from './delays';

/** The settings as the API shows them. */
export const settingsToApi = ({ vatRecheckDelays, reminderDelays, ...settings }: Settings): SettingsBody => ({
  ...settings,
  placeOnPending: [...settings.placeOnPending],
  seller: { ...settings.seller, registrations: [...settings.seller.registrations] },
  vatRecheckDelays: vatRecheckDelays.map(delayText),
  reminderDelays: reminderDelays.map(delayText),
});

/** The settings that differ, as the API shows them; a logo by its fingerprint, because a history keeps many. */
export function settingChanges(before: Settings, after: Settings): SettingChange[] {
  const [was, is] = [settingsToApi(before), settingsToApi(after)];
  return (Object.keys(is) as (keyof Settings)[])
    .filter((field) => fingerprintOf(was[field]) !== fingerprintOf(is[field]))
    .map((field) => ({ field, before: jsonText(was[field]), after: jsonText(is[field]) }));
}

const jsonText = (value: unknown): string =>
  JSON.stringify(value, (key, inner) => (key === 'logo' && inner !== null ? fingerprintOf(inner) : inner));
