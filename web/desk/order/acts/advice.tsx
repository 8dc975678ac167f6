import { useReading } from '../../../shared/api/api';
import type { Schemas } from '../../../shared/api/api-types';
import { Disclosure } from '../../../shared/ui/disclosure';
import { useWords } from '../../../shared/words/words';
import { RunbookSection, RunbookText, runbookText } from '../../parts/runbook-section';
import { useDesk } from '../../words/desk-words';

interface AdviceProps {
  order: Schemas['Order'];
  /** The act that it stands beside. */
  type: Schemas['OrderActName'];
}

/** What the runbook says of the code that an order is stuck with; what it says of the very act comes first. Nothing elsewhere. */
export function Advice({ order: { stuck }, type }: AdviceProps) {
  const { say } = useDesk();
  const { language } = useWords();
  const { data } = useReading(
    'GET /v1/runbook/{code}',
    { params: { code: stuck?.code ?? '' }, query: { lang: language } },
    { enabled: stuck !== null, refetchOnWindowFocus: false },
  );
  if (data === undefined || stuck === null) return null;
  const press = data.press.filter(({ steps }) => steps.length === 0 || steps.includes(stuck.step));
  const ofAct = press.filter(({ events }) => events.some((event) => event.type === type));
  const money = data.steps.find(({ step }) => step === stuck.step)?.money;
  return (
    <aside className="advice" aria-label={say('desk.runbook')}>
      <h4>{say('desk.runbook')}</h4>
      {ofAct.map((one) => (
        <RunbookText key={runbookText(one.text)} parts={one.text} />
      ))}
      <Disclosure title={data.title} level={4}>
        <RunbookSection title={say('desk.runbook.means')} parts={data.means} level={5} />
        <RunbookSection title={say('desk.runbook.check')} parts={data.check} level={5} />
        {press.map((one) => (
          <RunbookSection key={runbookText(one.text)} title={say('desk.runbook.press')} parts={one.text} level={5} />
        ))}
        <RunbookSection title={say('desk.runbook.customer')} parts={data.customer} level={5} />
        <RunbookSection
          title={say('desk.runbook.money')}
          parts={data.money ?? (money === undefined ? undefined : [words(money)])}
          level={5}
        />
      </Disclosure>
    </aside>
  );
}

const words = (text: string): Schemas['RunbookPart'] => ({ kind: 'words', text });
