import { useState } from 'react';
import type { Schemas } from '../../shared/api/api-types';
import { useStateNames } from '../../shared/statechart/load';
import { Link } from '../../shared/ui/button';
import { useWords } from '../../shared/words/words';
import { At } from '../parts/at';
import { Detail, Details, ListRow } from '../parts/list';
import { Opener } from '../parts/opener';
import { usePersonName } from '../parts/person-name';
import { useRoleWords } from '../parts/role-words';
import { useDesk } from '../words/desk-words';

type Entry = Schemas['AuditEntry'];

/** A deed: what was done, by whom, when, to which order, and why; opened, everything that is on record of it. */
export function AuditRow({ entry }: { entry: Entry }) {
  const { say } = useDesk();
  const nameOf = usePersonName();
  const roleOf = useRoleWords();
  const [isOpen, setOpen] = useState(false);
  const { sequence, at, actorId, role, label, changeId, facts } = entry;
  return (
    <ListRow
      title={label}
      about={
        <>
          <At instant={at} />
          <span>{say('desk.audit.by', { name: nameOf(actorId), role: roleOf(role) })}</span>
          {changeId !== null && <Link href={`/desk/orders/${encodeURIComponent(changeId)}`}>{changeId}</Link>}
        </>
      }
    >
      {typeof facts.reason === 'string' && <p>{facts.reason}</p>}
      <Opener label={say('desk.audit.entry', { sequence })} aloud={label} kind="plain" isOpen={isOpen} onOpen={setOpen}>
        <OnRecord entry={entry} />
      </Opener>
    </ListRow>
  );
}

function OnRecord({ entry: { action, before, after, facts, previousHash, hash } }: { entry: Entry }) {
  const { say } = useDesk();
  const { language } = useWords();
  const nameOfState = useStateNames(language);
  return (
    <>
      <Details>
        <Detail name={say('desk.audit.action')}>{action}</Detail>
        {before !== null && (
          <Detail name={say('desk.audit.before')}>{`${nameOfState(before.state)} · ${before.sequence}`}</Detail>
        )}
        {after !== null && (
          <Detail name={say('desk.audit.after')}>{`${nameOfState(after.state)} · ${after.sequence}`}</Detail>
        )}
        {Object.entries(facts).map(([name, value]) => (
          <Detail key={name} name={name}>
            {String(value)}
          </Detail>
        ))}
      </Details>
      <Details>
        <Detail name={say('desk.audit.previous_hash')}>
          <code className="hash">{previousHash}</code>
        </Detail>
        <Detail name={say('desk.audit.hash')}>
          <code className="hash">{hash}</code>
        </Detail>
      </Details>
    </>
  );
}
