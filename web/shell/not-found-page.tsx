import { Link } from '../shared/ui/button';
import { Page } from '../shared/ui/page';
import { useWords } from '../shared/words/words';

export function NotFoundPage() {
  const { say } = useWords();
  return (
    <Page title={say('ui.not_found.title')} lead={say('ui.not_found.text')} isNarrow>
      <p>
        <Link href="/billing">{say('ui.not_found.way_on')}</Link>
      </p>
    </Page>
  );
}
