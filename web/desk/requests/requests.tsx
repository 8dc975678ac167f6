import { useNavigate, useSearch } from '@tanstack/react-router';
import { useReadAgain, useReading } from '../../shared/api/api';
import { Page } from '../../shared/ui/page';
import { Done, useTold } from '../parts/done';
import { List } from '../parts/list';
import { useDesk } from '../words/desk-words';
import { OtherRequest } from './other-request';
import { RequestRow } from './request-row';

/** What waits for a second person. The address says which one is open, so that a link leads to it. */
export function Requests() {
  const { say } = useDesk();
  const navigate = useNavigate();
  const [told, tell] = useTold();
  const readAgain = useReadAgain();
  const { data, error, refetch } = useReading('GET /v1/requests', {});
  const opened = openedIn(useSearch({ strict: false }));
  const open = (grantId: string | null): void =>
    void navigate({
      to: '/desk/requests',
      search: (grantId === null ? {} : { request: grantId }) as object,
      replace: true,
      resetScroll: false,
    });
  const decided = (words: string, follows: boolean): void => {
    tell(words);
    if (!follows) open(null);
    void refetch();
    void readAgain('GET /v1/requests/{grantId}');
  };
  const isListed = data?.items.some(({ grantId }) => grantId === opened) ?? true;
  return (
    <Page title={say('desk.requests.title')} lead={say('desk.requests.lead')}>
      <Done told={told} />
      {opened !== null && !isListed && <OtherRequest grantId={opened} />}
      <List
        label={say('desk.requests.title')}
        read={{ items: data?.items, error, onRetry: () => void refetch() }}
        keyOf={({ grantId }) => grantId}
        empty={{ title: say('desk.requests.empty.title'), text: say('desk.requests.empty.text') }}
      >
        {(request) => (
          <RequestRow
            request={request}
            isOpen={request.grantId === opened}
            onOpen={(isOpen) => open(isOpen ? request.grantId : null)}
            onDecided={decided}
          />
        )}
      </List>
    </Page>
  );
}

function openedIn({ request }: Record<string, unknown>): string | null {
  return typeof request === 'string' && request !== '' ? request : null;
}
