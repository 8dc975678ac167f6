import { useState } from 'react';
import { Button } from '../../../shared/ui/button';
import { useDesk } from '../../words/desk-words';

interface CopyButtonProps {
  text: string;
  /** What is copied, for whoever hears the button alone. */
  aloud: string;
}

/** Copies a text by one press, and says that it did. */
export function CopyButton({ text, aloud }: CopyButtonProps) {
  const { say } = useDesk();
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'failed'>('none');
  const copy = async (): Promise<void> => {
    setOutcome(
      await navigator.clipboard.writeText(text).then(
        () => 'copied' as const,
        () => 'failed' as const,
      ),
    );
  };
  return (
    <>
      <Button kind="plain" isSmall aria-label={aloud} onPress={() => void copy()}>
        {say('desk.order.copy')}
      </Button>
      <span role="status" className="small">
        {outcome !== 'none' && say('desk.order.copy.outcome', { outcome })}
      </span>
    </>
  );
}
