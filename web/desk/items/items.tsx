import { useApi, usePages, useSession } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Page } from '../../shared/ui/page';
import { ActInPlace } from '../parts/act-in-place';
import { At } from '../parts/at';
import { Done, useTold } from '../parts/done';
import { List, ListRow } from '../parts/list';
import { pagedList } from '../parts/paged-list';
import { RunbookHelp } from '../parts/runbook-help';
import { useDesk } from '../words/desk-words';
import { AboutItem } from './about-item';

const A_PAGE = '25';

/** What a person has to look at beside stuck orders, with what the runbook says of it; closed by whoever has dealt with it. */
export function SupportItems() {
  const { say } = useDesk();
  const { ask } = useApi();
  const [told, tell] = useTold();
  const { role } = useSession();
  const found = usePages('GET /v1/support-items', { query: { limit: A_PAGE } });
  const close = (key: string) => (body: Schemas['ClosingItem'], idempotencyKey: string) =>
    ask('POST /v1/support-items/{key}/close', { params: { key }, body, idempotencyKey });
  const closed = (): void => {
    tell(say('desk.items.closed'));
    void found.refetch();
  };
  return (
    <Page title={say('desk.items.title')} lead={say('desk.items.lead')}>
      <Done told={told} />
      <List
        label={say('desk.items.title')}
        read={pagedList(found)}
        keyOf={({ key }) => key}
        empty={{ title: say('desk.items.empty.title'), text: say('desk.items.empty.text') }}
        more={say('desk.items.more')}
      >
        {(item) => (
          <ListRow title={item.text} about={<At instant={item.openedAt} />}>
            <AboutItem facts={item.facts} subscriptionId={item.subscriptionId} />
            <div className="openers">
              <RunbookHelp code={item.kind} about={item.text} />
              {role !== 'operator' && (
                <ActInPlace
                  name={`close.${item.key}`}
                  reasonsOf="CLOSE_ITEM"
                  label={say('desk.items.close')}
                  aloud={item.text}
                  send={close(item.key)}
                  onDone={closed}
                />
              )}
            </div>
          </ListRow>
        )}
      </List>
    </Page>
  );
}
