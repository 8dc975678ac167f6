import type { Schemas } from '../../shared/api/api-types';
import { Notice } from '../../shared/ui/notice';
import { Tag } from '../../shared/ui/standing';
import { useDesk } from '../words/desk-words';
import { linksBetween } from './links';

/** Whether the entries that are shown follow each other as they were written; nothing is claimed where none could be compared. */
export function Chain({ entries }: { entries: readonly Schemas['AuditEntry'][] }) {
  const { say } = useDesk();
  const { held, brokenAt } = linksBetween(entries);
  if (brokenAt !== null) {
    return (
      <Notice kind="error" title={say('desk.audit.chain.broken', { sequence: brokenAt })}>
        <p>{say('desk.audit.chain.broken.text')}</p>
      </Notice>
    );
  }
  return (
    <div className="chain">
      {held > 0 && <Tag standing="done">{say('desk.audit.chain.holds')}</Tag>}
      <p className="second small">{say('desk.audit.chain.text', { held, shown: entries.length })}</p>
    </div>
  );
}
