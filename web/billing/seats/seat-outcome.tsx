import { Notice } from '../../shared/ui/notice';
import { useWords } from '../../shared/words/words';
import type { SeatingResult } from './seating';

/** What became of what was just done with seats, for each person in words. */
export function SeatOutcome({ outcome }: { outcome: SeatingResult | null }) {
  const { say } = useWords();
  if (outcome === null || outcome.kind === 'taken_many') return null;
  if (outcome.kind !== 'many')
    return <Notice kind="done" title={say(`ui.billing.seats.${outcome.kind}`, { name: outcome.name })} isAnnounced />;
  const { results } = outcome;
  const given = results.filter(({ result }) => result === 'assigned').length;
  return (
    <Notice
      kind={given === results.length ? 'done' : 'wait'}
      title={say('ui.billing.seats.given_many', { given, asked: results.length })}
      isAnnounced
    >
      <ul className="rows">
        {results.map(({ userId, name, text }) => (
          <li key={userId} className="seat-result">
            <b>{name}</b>
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
