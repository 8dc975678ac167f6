import { useWords } from '../words/words';
import { Button } from './button';

interface MoreProps {
  hasMore: boolean;
  isReading: boolean;
  onMore(): void;
  /** What there is more of, for whoever hears the button alone. */
  aloud: string;
}

/** The way to the rest of a list; it is gone once everything is there. */
export function More({ hasMore, isReading, onMore, aloud }: MoreProps) {
  const { say } = useWords();
  if (!hasMore) return null;
  return (
    <div>
      <Button kind="plain" onPress={onMore} isBusy={isReading}>
        {say('ui.more')}
        <span className="aloud">{aloud}</span>
      </Button>
    </div>
  );
}
