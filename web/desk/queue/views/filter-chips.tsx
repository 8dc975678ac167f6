import { Link } from 'react-aria-components';
import { Icon } from '../../../shared/ui/icons';
import { useDesk } from '../../words/desk-words';
import { useFilterWords } from './use-filter-words';
import { FILTERS, type View, viewAddress, without } from './view';

/** What the list is narrowed by, each with the way to the list without it. */
export function FilterChips({ view }: { view: View }) {
  const { say } = useDesk();
  const wordsOf = useFilterWords(view);
  const given = FILTERS.filter((name) => view[name] !== undefined && name !== 'currency');
  if (given.length === 0) return null;
  return (
    <ul className="chips" aria-label={say('desk.queue.filters')}>
      {given.map((name) => (
        <li key={name}>
          <span>{wordsOf(name)}</span>
          <Link href={viewAddress({ sort: 'updated', ...without(view, name) })} className="chip-end">
            <Icon name="close" />
            <span className="aloud">{say('desk.queue.filters.without', { filter: wordsOf(name) })}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
