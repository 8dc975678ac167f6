import { z } from 'zod';
import { SETTINGS_BY_TWO, SettingsSchema } from '../../schemas/seller/settings';
import { settingsToApi } from '../../server/seller/setting-changes';
import { DEFAULT_SETTINGS } from '../../store/facts/settings';
import { type FieldTable, fieldTables, textsSection } from './field-tables';

const PREAMBLE = `# What the seller decides

Made from the schema by \`npm run docs\`; do not edit it by hand.

| | |
| --- | --- |
| \`GET /v1/settings\` | the settings in force, with their version as ETag; services and staff |
| \`PUT /v1/settings\` | all of them anew, and why; operators |
| \`GET /v1/settings/history\` | who changed what, when, from what to what, the latest first; services and staff |

A change counts for the next step of every order, never for a quote already given. \`PUT\` names the version that it
was made from in \`If-Match\`: without it the answer is 428, and 412 with the version in force when somebody else was first.
Every version stays in the history, and every change and every request is in the audit trail.

Where money depends on a setting, or where customers are sent with it, two operators change it. The first call is
answered 202 with a \`grantId\` and waits for a day in \`GET /v1/requests\`, which tells the change in \`evidence\`. The same call
by somebody else, with the \`grantId\` in its body and the version in force in \`If-Match\`, makes it. Anything else under that \`grantId\` is
refused (\`evidence_changed\`, \`request_over\`). \`POST /v1/requests/{grantId}/reject\` turns it down.

Addresses are reached by https; by http only on the machine itself, for development.
`;

/** Longer defaults are told by their count and their ends. */
const LONGEST = 220;

function usualOf(value: unknown): string {
  const text = JSON.stringify(value);
  if (text.length <= LONGEST) return `\`${text.replaceAll(',"', ', "')}\``;
  const list = value as unknown[];
  return `${list.length} values, \`${list[0]}\` to \`${list.at(-1)}\``;
}

function sectionOf({ name, description, rows }: FieldTable): string {
  const usual = name === 'Settings' ? (settingsToApi(DEFAULT_SETTINGS) as Record<string, unknown>) : undefined;
  const heads = ['setting', 'what it is', ...(usual ? ['default', 'by two'] : []), 'what it decides'];
  const lines = rows.map(({ field, type, meaning }) => {
    const byTwo = SETTINGS_BY_TWO.some((one) => one === field) ? 'yes' : '';
    return [`\`${field}\``, type, ...(usual ? [usualOf(usual[field]), byTwo] : []), meaning];
  });
  const table = [heads, heads.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`);
  return [`## ${name}`, description, table.join('\n')].join('\n\n');
}

/** docs/settings.md, from the schema of `PUT /v1/settings`, the defaults and the table of what two persons decide. */
export function settingsPage(): string {
  // A name of its own gives the settings a table like that of their parts.
  const schema = z.toJSONSchema(z.strictObject({ settings: SettingsSchema }), { io: 'input' });
  return `${[PREAMBLE.trim(), ...fieldTables(schema).map(sectionOf), textsSection(schema)].join('\n\n')}\n`;
}
