import { ApiProblem, Unanswered } from '../shared/api/problems';
import { Button } from '../shared/ui/button';
import { Page } from '../shared/ui/page';
import { useWords } from '../shared/words/words';

/** A screen that could not be shown: what is not lost, and what to do next. A problem of the API speaks for itself. */
export function FailedPage({ error, reset }: { error: unknown; reset(): void }) {
  const { say } = useWords();
  const retry = (
    <div>
      <Button onPress={reset}>{say('ui.try_again')}</Button>
    </div>
  );
  if (error instanceof ApiProblem) {
    const { title, detail, next, requestId } = error.document;
    return (
      <Page title={title} lead={[detail, next].filter((part) => part !== undefined).join(' ')} isNarrow>
        {retry}
        <p className="second small">{say('ui.reference', { requestId })}</p>
      </Page>
    );
  }
  const about = error instanceof Unanswered ? 'no_answer' : 'failed';
  return (
    <Page title={say(`ui.${about}.title`)} lead={say(`ui.${about}.text`)} isNarrow>
      {retry}
    </Page>
  );
}
