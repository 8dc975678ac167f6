import { useFailureWords } from '../shared/api/failure';
import { Button } from '../shared/ui/button';
import { Page } from '../shared/ui/page';
import { useWords } from '../shared/words/words';

/** A screen that could not be shown: what is not lost, and what to do next. */
export function FailedPage({ error, reset }: { error: unknown; reset(): void }) {
  const { say } = useWords();
  const { title, text, reference } = useFailureWords(error);
  return (
    <Page title={title} lead={text} isNarrow>
      <div>
        <Button onPress={reset}>{say('ui.try_again')}</Button>
      </div>
      {reference !== null && <p className="second small">{reference}</p>}
    </Page>
  );
}
