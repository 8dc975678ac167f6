import { useReading } from '../../../shared/api/api';
import type { Schemas } from '../../../shared/api/api-types';
import { percentText } from '../../../shared/money/percent-text';
import { Disclosure } from '../../../shared/ui/disclosure';
import { Fact, Facts } from '../../../shared/ui/facts';
import { Sheet } from '../../../shared/ui/standing';
import { useWords } from '../../../shared/words/words';
import { useDesk } from '../../words/desk-words';
import { useDeskTime } from '../../zone/zone';
import './evidence.css';

interface EvidenceProps {
  order: Schemas['Order'];
  zone: string | null;
}

/** Why the tax is what it is: what the register said of the VAT number, as it said it, and the rule that was applied. */
export function Evidence({ order: { changeId }, zone }: EvidenceProps) {
  const { say } = useDesk();
  const { data } = useReading('GET /v1/changes/{changeId}/tax', { params: { changeId } });
  if (data === undefined || data.decisions.length + data.checks.length === 0) return null;
  return (
    <Sheet label={say('desk.order.evidence')}>
      <h2>{say('desk.order.evidence')}</h2>
      {data.checks.map((check) => (
        <Check key={check.evidenceId} check={check} zone={zone} />
      ))}
      {data.decisions.map(({ quoteId, at, decision }) => (
        <Decided key={quoteId} at={at} decision={decision} zone={zone} />
      ))}
    </Sheet>
  );
}

interface CheckProps {
  check: Schemas['TaxRecord']['checks'][number];
  zone: string | null;
}

function Check({ check: { vatNumber, outcome, at, code, evidence }, zone }: CheckProps) {
  const { say } = useDesk();
  const { tell } = useDeskTime(zone);
  return (
    <Disclosure title={say('desk.order.check', { number: vatNumber, outcome })}>
      <Facts>
        <Fact name={say('desk.order.check.register')}>{evidence.register}</Fact>
        <Fact name={say('desk.order.check.at')}>
          <time dateTime={at}>{tell(at)}</time>
        </Fact>
        {evidence.consultationNumber !== null && (
          <Fact name={say('desk.order.check.consultation')}>{evidence.consultationNumber}</Fact>
        )}
        {code !== null && (
          <Fact name={say('desk.order.check.code')}>
            <code>{code}</code>
          </Fact>
        )}
      </Facts>
      <h4>{say('desk.order.check.raw')}</h4>
      <code className="raw-answer">{evidence.rawAnswer}</code>
    </Disclosure>
  );
}

interface DecidedProps {
  at: Schemas['Instant'];
  decision: Schemas['TaxDecision'];
  zone: string | null;
}

function Decided({ at, decision, zone }: DecidedProps) {
  const { say } = useDesk();
  const { language } = useWords();
  const { tell } = useDeskTime(zone);
  const { rule, kind, percent, mention, rateTableVersion } = decision;
  const written = percent === null ? 'none' : percentText(percent, language);
  return (
    <Disclosure title={say('desk.order.tax', { kind, percent: written })}>
      <Facts>
        <Fact name={say('desk.order.tax.rule')}>
          <code>{rule}</code>
        </Fact>
        <Fact name={say('desk.order.tax.rates')}>{rateTableVersion}</Fact>
        <Fact name={say('desk.order.tax.at')}>
          <time dateTime={at}>{tell(at)}</time>
        </Fact>
        {mention !== null && <Fact name={say('desk.order.tax.mention')}>{mention}</Fact>}
      </Facts>
    </Disclosure>
  );
}
