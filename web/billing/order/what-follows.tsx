import { Sheet } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';

/** What happens next with an order, in the order of its happening; one thing in a sentence each. */
export function WhatFollows({ steps }: { steps: readonly string[] }) {
  const { say } = useWords();
  return (
    <Sheet label={say('ui.billing.follows')}>
      <h2>{say('ui.billing.follows')}</h2>
      <ol className="follows">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </Sheet>
  );
}
