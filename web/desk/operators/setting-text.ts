import type { Schemas } from '../../shared/api/api-types';
import { type DeskVoice, useDesk } from '../words/desk-words';

type Field = keyof Schemas['Settings'];

const FIELDS: readonly Field[] = [
  ...(['quoteValidityMinutes', 'policy', 'whenToBill', 'negativeTotal', 'minimumCharges', 'placeOnPending'] as const),
  ...(['vatPolicy', 'vatConfirmationDays', 'vatRecheckDelays', 'seller', 'customers', 'customersMayDefer'] as const),
  ...(['fulfilment', 'fulfilmentDays', 'sameMomentSeconds', 'reminderDelays', 'answerHours', 'idleDays'] as const),
  ...(['branding', 'billingCentreUrl', 'openInvoicesUrl', 'supportMail'] as const),
];

const isField = (field: string): field is Field => FIELDS.some((one) => one === field);

/** Settings in words; "seller.country" is told as a part of the one that it belongs to. */
export function useSettingName(): (field: string) => string {
  const { say } = useDesk();
  return (field) => {
    const [whole = '', ...part] = field.split('.');
    if (!isField(whole)) return field;
    return [say(`desk.setting.${whole}`), ...part].join(' · ');
  };
}

/** Longer ones, such as a logo, are of no use to whoever reads. */
const LONGEST = 200;

/** A setting as it is: a word, a number, or several of them with their names. */
export function settingText(value: unknown, say: DeskVoice['say']): string {
  if (value === null || value === '') return say('desk.setting.none');
  if (typeof value === 'boolean') return say(value ? 'desk.setting.yes' : 'desk.setting.no');
  if (Array.isArray(value)) {
    return value.length === 0 ? say('desk.setting.none') : cut(value.map((one) => settingText(one, say)).join(', '));
  }
  if (typeof value !== 'object') return cut(String(value));
  return Object.entries(value)
    .map(([name, part]) => `${name} = ${settingText(part, say)}`)
    .join(', ');
}

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
