import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { dateText } from '../../shared/dates/date-text';
import { isNoMoney, moneyText } from '../../shared/money/money-text';
import { Button, UnavailableButton } from '../../shared/ui/button';
import { useWords, type Words } from '../../shared/words/words';
import { useIsPaid } from '../order/use-is-paid';

interface PlaceProps {
  order: Schemas['Order'];
  quote: Schemas['Quote'];
  isUnderWay: boolean;
  failure: unknown;
  onPlace(): void;
}

/** The one button that binds: it says that one pays, how much and when, or that nothing is to be paid. */
export function Place({ order, quote, isUnderWay, failure, onPlace }: PlaceProps) {
  const words = useWords();
  // It was refused for what was overdue, and is not refused any more.
  const isPaid = useIsPaid(order);
  const label = labelOf(quote, words);
  if (!order.allowedEvents.includes('PLACE_ORDER') && !isUnderWay) {
    return (
      <UnavailableButton kind="quiet" isWide why={whyNot(order, words)}>
        {label}
      </UnavailableButton>
    );
  }
  return (
    <>
      {failure !== null && !isPaid && <Failure error={failure} onRetry={onPlace} />}
      <Button isWide isBusy={isUnderWay} onPress={onPlace}>
        {label}
      </Button>
    </>
  );
}

function labelOf({ dueToday, dueOn, dueLater }: Schemas['Quote'], { say, language }: Words): string {
  if (isNoMoney(dueToday)) return say('ui.billing.checkout.place.nothing', { when: dueLater ? 'later' : 'today' });
  const amount = moneyText(dueToday, language);
  return dueLater
    ? say('ui.billing.checkout.place.later', { amount, day: dateText(dueOn, language) })
    : say('ui.billing.checkout.place.pay', { amount });
}

function whyNot({ missing, vatWait, headline, settled, notNow }: Schemas['Order'], { say }: Words): string {
  if (vatWait !== null) return say('ui.billing.checkout.place.vat');
  if (!settled) return say('ui.billing.checkout.place.working');
  if (missing.length > 0) return say('ui.billing.checkout.place.missing');
  return notNow.find(({ type }) => type === 'PLACE_ORDER')?.why ?? headline;
}
