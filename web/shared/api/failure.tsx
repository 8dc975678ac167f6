import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { useWords } from '../words/words';
import { ApiProblem, isPassing, Unanswered } from './problems';

interface FailureWords {
  title: string;
  text: string;
  /** For customer support to find it by. */
  reference: string | null;
}

/** What to say of something that went wrong; a problem of the API speaks for itself. */
export function useFailureWords(error: unknown): FailureWords {
  const { say } = useWords();
  if (error instanceof ApiProblem) {
    const { title, detail, next, forPeople, requestId } = error.document;
    const text = forPeople ?? [detail, next].filter((part) => part !== undefined).join(' ');
    return { title, text, reference: say('ui.reference', { requestId }) };
  }
  const about = error instanceof Unanswered ? 'no_answer' : 'failed';
  return { title: say(`ui.${about}.title`), text: say(`ui.${about}.text`), reference: null };
}

interface FailureProps {
  error: unknown;
  /** Offered where asking again may help. */
  onRetry?: (() => void) | undefined;
}

/** A part of a screen that could not be shown, or a deed that was not done, in its place. */
export function Failure({ error, onRetry }: FailureProps) {
  const { say } = useWords();
  const { title, text, reference } = useFailureWords(error);
  const mayPass = isPassing(error) || !(error instanceof ApiProblem);
  return (
    <Notice kind="error" title={title} isAnnounced>
      <p>{text}</p>
      {reference !== null && <p className="second small">{reference}</p>}
      {onRetry !== undefined && mayPass && (
        <Button kind="plain" isSmall onPress={onRetry}>
          {say('ui.try_again')}
        </Button>
      )}
    </Notice>
  );
}
