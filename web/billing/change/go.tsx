import type { Schemas } from '../../shared/api/api-types';
import { moneyText } from '../../shared/money/money-text';
import { Amount } from '../../shared/ui/amount';
import { Button } from '../../shared/ui/button';
import { useLasting, useSettled } from '../../shared/ui/use-settled';
import { useWords } from '../../shared/words/words';
import { useTotalName } from '../quote/use-total-name';

interface GoProps {
  preview: Schemas['Preview'] | undefined;
  /** What it costs is shown. */
  isPriced: boolean;
  isOld: boolean;
  /** A newer answer is waited for. */
  isAsked: boolean;
  isUnderWay: boolean;
  /** What stands in the way, to be read out. */
  fault: string | undefined;
}

/** A wait that is shorter is none. */
const NOTICED_AFTER = 500;
/** With the moment that the question waits for, a second after the last key. */
const ANNOUNCED_AFTER = 850;

/** The total and the one button, which on a narrow screen stay below whatever is read. */
export function Go({ preview, isPriced, isOld, isAsked, isUnderWay, fault }: GoProps) {
  const { say, language } = useWords();
  const isSlow = useLasting(isAsked && isPriced, NOTICED_AFTER);
  const isCurrent = isPriced && !isOld && preview !== undefined;
  const total = useTotalName(preview?.quote);
  const aloud = isCurrent
    ? say('ui.billing.change.total.aloud', { total, amount: moneyText(preview.quote.dueToday, language) })
    : '';
  const announced = useSettled(fault ?? aloud, ANNOUNCED_AFTER);
  return (
    <div className="go">
      <p className="aloud" role="status">
        {announced}
      </p>
      {isPriced && preview && (
        <p className="go-total">
          <span>{total}</span> <Amount of={preview.quote.dueToday} isOld={isOld} />
        </p>
      )}
      <Button type="submit" isWide isBusy={isUnderWay || isSlow}>
        {preview?.nextStep.label ?? say('ui.billing.change.go')}
      </Button>
    </div>
  );
}
