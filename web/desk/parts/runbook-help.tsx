import { useState } from 'react';
import { useReading } from '../../shared/api/api';
import { Failure } from '../../shared/api/failure';
import { Skeleton } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';
import { useDesk } from '../words/desk-words';
import { Opener } from './opener';
import { RunbookSection, RunbookText, runbookText } from './runbook-section';

/** What the runbook says of a code, for whoever asks. @param about what it is about, for whoever hears the button alone */
export function RunbookHelp({ code, about }: { code: string; about: string }) {
  const { say } = useDesk();
  const [isOpen, setOpen] = useState(false);
  return (
    <Opener label={say('desk.runbook')} aloud={about} kind="plain" isOpen={isOpen} onOpen={setOpen}>
      <Advised code={code} />
    </Opener>
  );
}

function Advised({ code }: { code: string }) {
  const { say } = useDesk();
  const { language } = useWords();
  const { data, error, refetch } = useReading('GET /v1/runbook/{code}', {
    params: { code },
    query: { lang: language },
  });
  if (data === undefined) {
    return error === null ? <Skeleton width="70%" /> : <Failure error={error} onRetry={() => void refetch()} />;
  }
  const { means, check, press, customer, money } = data;
  return (
    <>
      <RunbookSection title={say('desk.runbook.means')} parts={means} level={2} />
      <RunbookSection title={say('desk.runbook.check')} parts={check} level={2} />
      {press.length > 0 && (
        <div>
          <h2>{say('desk.runbook.press')}</h2>
          {press.map(({ text }) => (
            <RunbookText key={runbookText(text)} parts={text} />
          ))}
        </div>
      )}
      <RunbookSection title={say('desk.runbook.customer')} parts={customer} level={2} />
      <RunbookSection title={say('desk.runbook.money')} parts={money} level={2} />
    </>
  );
}
