import { ApiProblem } from '../../../shared/api/problems';
import { Link } from '../../../shared/ui/button';
import { Notice } from '../../../shared/ui/notice';
import { useDesk } from '../../words/desk-words';
import { useFilterWords } from './use-filter-words';
import { FILTERS, onlyWith, type View, viewAddress } from './view';

/** The combinations that the API offers, where it has refused one; null for every other error. */
export function offeredIn(error: unknown): readonly string[][] | null {
  if (!(error instanceof ApiProblem) || error.code !== 'filters_not_combined') return null;
  return error.document.offered as string[][];
}

/** No list is narrowed by all of these filters: the lists that are narrowed by some of them. */
export function NotCombined({ view, offered }: { view: View; offered: readonly string[][] }) {
  const { say } = useDesk();
  const wordsOf = useFilterWords(view);
  const asked = FILTERS.filter((name) => view[name] !== undefined);
  const kept = offered.filter((names) => names.every((name) => asked.some((one) => one === name)));
  return (
    <Notice kind="info" title={say('desk.queue.not_combined.title')} isAnnounced>
      <p>{say('desk.queue.not_combined.text')}</p>
      <ul className="combinations">
        {kept.map((names) => (
          <li key={names.join(' ')}>
            <Link href={viewAddress(onlyWith(view, [...names, 'assignee']))}>
              {asked
                .filter((name) => names.includes(name) && name !== 'currency')
                .map((name) => wordsOf(name))
                .join(' · ')}
            </Link>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
