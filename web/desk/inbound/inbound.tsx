import { useNavigate, useSearch } from '@tanstack/react-router';
import { useReading } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Page } from '../../shared/ui/page';
import { Select } from '../../shared/ui/select';
import { Done, useTold } from '../parts/done';
import { List } from '../parts/list';
import { useDesk } from '../words/desk-words';
import { InboundRow } from './inbound-row';

type Status = Schemas['InboundEvent']['status'];

const STATUSES: readonly Status[] = ['dead', 'parked', 'received', 'ignored', 'done'];
const AT_MOST = '100';

/** Events from outside that nobody could act on, that wait, or that were acted on; the address says which. */
export function InboundEvents() {
  const { say } = useDesk();
  const navigate = useNavigate();
  const [told, tell] = useTold();
  const status = useStatus();
  const { data, error, refetch } = useReading('GET /v1/inbound-events', { query: { status, limit: AT_MOST } });
  const waiting: Partial<Record<Status, number>> = data?.waiting ?? {};
  const choices = STATUSES.map((value) => {
    const name = say(`desk.inbound.status.${value}`);
    const count = waiting[value];
    return { value, name: count === undefined ? name : say('desk.inbound.counted', { name, count }) };
  });
  const choose = (chosen: Status): void =>
    void navigate({ to: '/desk/inbound', search: { status: chosen } as object, replace: true });
  return (
    <Page title={say('desk.inbound.title')} lead={say('desk.inbound.lead')}>
      <Done told={told} />
      <Select id="status" label={say('desk.inbound.status')} choices={choices} value={status} onChange={choose} />
      <List
        label={say(`desk.inbound.status.${status}`)}
        read={{ items: data?.items, error, onRetry: () => void refetch() }}
        keyOf={({ source, eventId }) => `${source}.${eventId}`}
        empty={{ title: say('desk.inbound.empty.title'), text: say('desk.inbound.empty.text') }}
      >
        {(event) => (
          <InboundRow
            event={event}
            onDone={(words) => {
              tell(words);
              void refetch();
            }}
          />
        )}
      </List>
    </Page>
  );
}

/** That of the address, or else the first of which there are any, so that whoever is led here finds what they were told of. */
function useStatus(): Status {
  const asked = statusIn(useSearch({ strict: false }));
  const query = { status: asked ?? 'dead', limit: AT_MOST };
  const { data } = useReading('GET /v1/inbound-events', { query }, { enabled: asked === null });
  const waiting: Partial<Record<Status, number>> = data?.waiting ?? {};
  return asked ?? STATUSES.find((one) => (waiting[one] ?? 0) > 0) ?? 'dead';
}

const statusIn = ({ status }: Record<string, unknown>): Status | null => STATUSES.find((one) => one === status) ?? null;
