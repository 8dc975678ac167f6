import { useReading } from '../../shared/api/api';
import { At } from '../parts/at';
import { Detail, Details, List, ListRow } from '../parts/list';
import { usePersonName } from '../parts/person-name';
import { useRoleWords } from '../parts/role-words';
import { useDesk } from '../words/desk-words';

/** The keys of the API: whose they are, and when each was last used. Nobody can read a key itself. */
export function ApiKeys() {
  const { say } = useDesk();
  const nameOf = usePersonName();
  const roleOf = useRoleWords();
  const { data, error, refetch } = useReading('GET /v1/keys', {});
  const title = say('desk.operators.keys.title');
  return (
    <section className="operators-part" aria-labelledby="api-keys">
      <h2 id="api-keys">{title}</h2>
      <List
        label={title}
        read={{ items: data?.items, error, onRetry: () => void refetch() }}
        keyOf={({ keyId }) => keyId}
        empty={{ title: say('desk.operators.keys.empty.title'), text: say('desk.operators.keys.empty.text') }}
      >
        {({ keyId, name, role, userId, createdAt, lastUsedAt, expiresAt }) => (
          <ListRow
            title={name ?? keyId}
            about={
              <>
                <span>{roleOf(role)}</span>
                {userId !== null && <span>{nameOf(userId)}</span>}
                {name !== null && <span>{keyId}</span>}
              </>
            }
            side={
              <Details>
                <Detail name={say('desk.operators.keys.used')}>
                  {lastUsedAt === null ? say('desk.operators.keys.never') : <At instant={lastUsedAt} />}
                </Detail>
                <Detail name={say('desk.operators.keys.made')}>
                  <At instant={createdAt} />
                </Detail>
                {expiresAt !== null && (
                  <Detail name={say('desk.operators.keys.expires')}>
                    <At instant={expiresAt} />
                  </Detail>
                )}
              </Details>
            }
          />
        )}
      </List>
      {data?.more === true && <p className="second">{say('desk.operators.keys.more', { count: data.items.length })}</p>}
    </section>
  );
}
