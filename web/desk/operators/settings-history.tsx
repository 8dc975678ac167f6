import { usePages } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { At } from '../parts/at';
import { List, ListRow } from '../parts/list';
import { pagedList } from '../parts/paged-list';
import { usePersonName } from '../parts/person-name';
import { useReasonText } from '../parts/reason-text';
import { useDesk } from '../words/desk-words';
import { settingText, useSettingName } from './setting-text';

const A_PAGE = '10';

/** Who changed what the seller decides, the latest first. */
export function SettingsHistory() {
  const { say } = useDesk();
  const found = usePages('GET /v1/settings/history', { query: { limit: A_PAGE } });
  const title = say('desk.operators.history.title');
  return (
    <section className="operators-part" aria-labelledby="settings-history">
      <h2 id="settings-history">{title}</h2>
      <List
        label={title}
        read={pagedList(found)}
        keyOf={({ version }) => String(version)}
        empty={{ title: say('desk.operators.history.empty.title'), text: say('desk.operators.history.empty.text') }}
        more={say('desk.operators.history.more')}
      >
        {(version) => <Version of={version} />}
      </List>
    </section>
  );
}

function Version({ of: { at, by, requestedBy, reasonCode, reason, changes } }: { of: Schemas['SettingsVersion'] }) {
  const { say } = useDesk();
  const nameOf = usePersonName();
  const reasonText = useReasonText('CHANGE_SETTINGS');
  const settingName = useSettingName();
  return (
    <ListRow
      title={<At instant={at} />}
      about={
        <>
          <span>
            {requestedBy === null
              ? nameOf(by)
              : say('desk.operators.history.by_two', { asked: nameOf(requestedBy), approved: nameOf(by) })}
          </span>
          <span>{reasonText(reasonCode)}</span>
          <span>{reason}</span>
        </>
      }
    >
      <ul className="changes">
        {changes.map(({ field, before, after }) => (
          <li key={field}>
            {say('desk.operators.history.change', {
              setting: settingName(field),
              before: settingText(read(before), say),
              after: settingText(read(after), say),
            })}
          </li>
        ))}
      </ul>
    </ListRow>
  );
}

/** The value of a setting out of its JSON text; what is none is told as it is. */
function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
