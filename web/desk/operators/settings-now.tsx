import { useReading } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { Sheet, Skeleton } from '../../shared/ui/standing';
import { At } from '../parts/at';
import { usePersonName } from '../parts/person-name';
import { useDesk } from '../words/desk-words';
import { settingText, useSettingName } from './setting-text';

/** What the seller decides, as it is. It is changed through the API, by operators. */
export function SettingsNow() {
  const { say } = useDesk();
  const { data, error, refetch } = useReading('GET /v1/settings', {});
  return (
    <Sheet label={say('desk.operators.settings.title')}>
      <h2>{say('desk.operators.settings.title')}</h2>
      {data === undefined && error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton width="60%" />}
      {data !== undefined && <Settings now={data} />}
    </Sheet>
  );
}

function Settings({ now: { settings, changedAt, changedBy, policyGaps } }: { now: Schemas['SettingsInForce'] }) {
  const { say } = useDesk();
  const nameOf = usePersonName();
  const settingName = useSettingName();
  return (
    <>
      <p className="second">
        {changedAt === null || changedBy === null ? (
          say('desk.operators.settings.unchanged')
        ) : (
          <>
            {say('desk.operators.settings.changed', { name: nameOf(changedBy) })} <At instant={changedAt} />
          </>
        )}
      </p>
      <dl className="settings">
        {Object.entries(settings).map(([field, value]) => (
          <div key={field}>
            <dt>{settingName(field)}</dt>
            <dd>{settingText(value, say)}</dd>
          </div>
        ))}
      </dl>
      {policyGaps.length > 0 && (
        <div>
          <h3>{say('desk.operators.settings.gaps')}</h3>
          <ul className="gaps">
            {policyGaps.map(({ text }) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
