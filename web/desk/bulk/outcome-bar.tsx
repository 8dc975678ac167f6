import type { Schemas } from '../../shared/api/api-types';
import { useDesk } from '../words/desk-words';
import { outcomesIn } from './outcomes';
import './bulk.css';

/** What became of the orders of a bulk: a bar for the eye, and the same in words and numbers. */
export function OutcomeBar({ bulk }: { bulk: Pick<Schemas['Bulk'], 'total' | 'counts'> }) {
  const { say } = useDesk();
  const parts = outcomesIn(bulk);
  return (
    <div className="outcomes">
      <div className="outcome-bar" aria-hidden="true">
        {parts.map(({ outcome, count }) => (
          <span key={outcome} className={outcome} style={{ flexGrow: count }} />
        ))}
      </div>
      <ul className="outcome-words">
        {parts.map(({ outcome, count }) => (
          <li key={outcome}>
            <span className={`outcome-mark ${outcome}`} aria-hidden="true" />
            <b>{count}</b> {say(`desk.bulk.outcome.${outcome}`, { count })}
          </li>
        ))}
      </ul>
    </div>
  );
}
