import { useReading } from '../../../shared/api/api';
import type { Schemas } from '../../../shared/api/api-types';
import { Disclosure } from '../../../shared/ui/disclosure';
import { useWords } from '../../../shared/words/words';
import { useDesk } from '../../words/desk-words';

interface AdviceProps {
  order: Schemas['Order'];
  /** The act that it stands beside. */
  type: Schemas['OrderEventName'];
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
    <aside className="advice" aria-label={say('desk.order.advice')}>
      <h4>{say('desk.order.advice')}</h4>
      {ofAct.map((one) => (
        <Parts key={textOf(one.text)} parts={one.text} />
      ))}
      <Disclosure title={data.title} level={4}>
        <Part name={say('desk.order.advice.means')} parts={data.means} />
        <Part name={say('desk.order.advice.check')} parts={data.check} />
        {press.map((one) => (
          <Part key={textOf(one.text)} name={say('desk.order.advice.press')} parts={one.text} />
        ))}
        <Part name={say('desk.order.advice.customer')} parts={data.customer} />
        <Part
          name={say('desk.order.advice.money')}
          parts={data.money ?? (money === undefined ? undefined : [words(money)])}
        />
      </Disclosure>
    </aside>
  );
}

type Parts = readonly Schemas['RunbookPart'][];

const words = (text: string): Schemas['RunbookPart'] => ({ kind: 'words', text });

const textOf = (parts: Parts): string => parts.map(({ text }) => text).join('');

function Part({ name, parts }: { name: string; parts: Parts | undefined }) {
  if (parts === undefined || parts.length === 0) return null;
  return (
    <>
      <h5>{name}</h5>
      <Parts parts={parts} />
    </>
  );
}

const Parts = ({ parts }: { parts: Parts }) => (
  <p>
    {parts.map(({ kind, text }, index) => {
      const key = `${index} ${text}`;
      if (kind === 'code') return <code key={key}>{text}</code>;
      return kind === 'event' ? <b key={key}>{text}</b> : <span key={key}>{text}</span>;
    })}
  </p>
);
