import { Button } from '../../shared/ui/button';
import { TextField } from '../../shared/ui/fields';
import { useWords } from '../../shared/words/words';

const FIELD = 'quote-link';

interface LinkFieldProps {
  url: string;
  /** What came of copying, to be read out. */
  onTold(words: string): void;
}

/** A link to be read, and copied by one press. */
export function LinkField({ url, onTold }: LinkFieldProps) {
  const { say } = useWords();
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
    <div className="link-field">
      <TextField id={FIELD} label={say('ui.billing.share.link')} value={url} isReadOnly />
      <Button kind="quiet" onPress={() => void copy()}>
        {say('ui.billing.share.copy')}
      </Button>
    </div>
  );
}
