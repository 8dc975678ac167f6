import { useTimeZone } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { timeText } from '../../shared/dates/date-text';
import { Button } from '../../shared/ui/button';
import { TextField } from '../../shared/ui/fields';
import { useWords } from '../../shared/words/words';

const FIELD = 'quote-link';

interface MadeLinkProps {
  link: Schemas['QuoteLink'];
  isUnderWay: boolean;
  /** What came of copying, to be read out. */
  onTold(words: string): void;
  onWithdraw(): void;
}

/** The link to be sent on, until when it is good, and the way to have it back. */
export function MadeLink({ link: { url, expiresAt }, isUnderWay, onTold, onWithdraw }: MadeLinkProps) {
  const { say, language } = useWords();
  const zone = useTimeZone();
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(url);
      onTold(say('ui.billing.share.copied'));
    } catch {
      // A browser may keep its clipboard to itself.
      document.querySelector<HTMLInputElement>(`#${FIELD} input, input#${FIELD}`)?.select();
      onTold(say('ui.billing.share.copy_failed'));
    }
  };
  return (
    <>
      <div className="made-link">
        <TextField id={FIELD} label={say('ui.billing.share.link')} value={url} isReadOnly />
        <Button kind="quiet" onPress={() => void copy()}>
          {say('ui.billing.share.copy')}
        </Button>
      </div>
      <p>{say('ui.billing.share.until', { time: timeText(expiresAt, zone, language) })}</p>
      <div>
        <Button kind="plain" isBusy={isUnderWay} onPress={onWithdraw}>
          {say('ui.billing.share.withdraw')}
        </Button>
      </div>
    </>
  );
}
