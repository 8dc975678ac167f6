import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { present } from '../../../billing/present';
import { Page } from '../../shared/ui/page';
import { Select } from '../../shared/ui/select';
import { List } from '../parts/list';
import { pagedList } from '../parts/paged-list';
import { useDesk } from '../words/desk-words';
import { AuditFile } from './audit-file';
import { AuditRow } from './audit-row';
import { Chain } from './chain';
import { OrderFilter } from './order-filter';
import { useAudit } from './use-audit';
import './audit.css';

/** Spans of time up to now, in milliseconds; null is all there is. */
const SPANS = { hour: 3_600_000, day: 86_400_000, week: 604_800_000, all: null } as const;
type Span = keyof typeof SPANS;

/** Who did what and why, the latest first; the address says of which span of time, and of which order. */
export function Audit() {
  const { say } = useDesk();
  const navigate = useNavigate();
  const { span, changeId } = filterIn(useSearch({ strict: false }));
  const narrow = (next: { span: Span; changeId: string | null }): void => {
    const search: object = present({ span: next.span, order: next.changeId ?? undefined });
    void navigate({ to: '/desk/audit', search, replace: true });
  };
  // The span is counted from when it was chosen: its pages are of one list.
  const from = useMemo(() => beginningOf(span), [span]);
  const query = present({ from, changeId: changeId ?? undefined });
  const found = useAudit(query);
  const choices = (Object.keys(SPANS) as Span[]).map((value) => ({ value, name: say(`desk.audit.span.${value}`) }));
  const read = pagedList(found);
  return (
    <Page title={say('desk.audit.title')} lead={say('desk.audit.lead')}>
      <div className="audit-filters">
        <Select
          id="span"
          label={say('desk.audit.span')}
          choices={choices}
          value={span}
          onChange={(chosen) => narrow({ span: chosen, changeId })}
        />
        <OrderFilter changeId={changeId} onChoose={(chosen) => narrow({ span, changeId: chosen })} />
      </div>
      {read.items !== undefined && read.items.length > 0 && (
        <div className="audit-proof">
          <Chain entries={read.items} />
          <AuditFile query={query} />
        </div>
      )}
      <List
        label={say('desk.audit.title')}
        read={read}
        keyOf={({ sequence }) => String(sequence)}
        empty={{ title: say('desk.audit.empty.title'), text: say('desk.audit.empty.text') }}
        more={say('desk.audit.more')}
      >
        {(entry) => <AuditRow entry={entry} />}
      </List>
    </Page>
  );
}

function filterIn({ span, order }: Record<string, unknown>): { span: Span; changeId: string | null } {
  return {
    span: typeof span === 'string' && Object.hasOwn(SPANS, span) ? (span as Span) : 'day',
    changeId: typeof order === 'string' && order !== '' ? order : null,
  };
}

function beginningOf(span: Span): string | undefined {
  const length = SPANS[span];
  return length === null ? undefined : new Date(Date.now() - length).toISOString();
}
