import { orderReference } from '../../../receipts/order-reference';
import { useTimeZone } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { timeText } from '../../shared/dates/date-text';
import { Fact, Facts } from '../../shared/ui/facts';
import { Notice } from '../../shared/ui/notice';
import { Sheet } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';
import { useHasPassed } from './use-has-passed';

interface DecisionProps {
  handOver: Schemas['HandOver'];
  changeId: Schemas['Id'];
}

/** Who decides, since when, and when they answer; once that is past, what to do. */
export function Decision({ handOver: { team, since, answerBy }, changeId }: DecisionProps) {
  const { say, language } = useWords();
  const zone = useTimeZone();
  const isLate = useHasPassed(answerBy);
  const reference = orderReference(changeId);
  return (
    <>
      {isLate && (
        <Notice kind="wait" title={say('ui.billing.handed_over.late')}>
          <p>{say('ui.billing.handed_over.late.text', { reference })}</p>
        </Notice>
      )}
      <Sheet label={say('ui.billing.handed_over.who')}>
        <h2>{say('ui.billing.handed_over.by', { team })}</h2>
        <Facts>
          {since !== null && (
            <Fact name={say('ui.billing.handed_over.since')}>
              <time dateTime={since}>{timeText(since, zone, language)}</time>
            </Fact>
          )}
          {answerBy !== null && (
            <Fact name={say('ui.billing.order.answer_by')}>
              <time dateTime={answerBy}>{timeText(answerBy, zone, language)}</time>
            </Fact>
          )}
          <Fact name={say('ui.billing.order.reference')}>
            <b>{reference}</b>
          </Fact>
        </Facts>
      </Sheet>
    </>
  );
}
