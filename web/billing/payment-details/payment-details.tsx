import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { Button } from '../../shared/ui/button';
import { Sheet } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';
import { paymentHasFailed } from './payment-has-failed';
import { usePaymentPage } from './payment-page';

/** Payment details: why they are asked for, and the page of the gateway where they are given; or that they are there. */
export function PaymentDetails({ order }: { order: Schemas['Order'] }) {
  const { say } = useWords();
  const { changeId, missing, hasPaymentMethod, acts } = order;
  const { isUnderWay, failure, open } = usePaymentPage(changeId);
  const act = acts.find(({ type }) => type === 'PROVIDE_PAYMENT');
  const isMissing = missing.length > 0;
  // While something else comes first, nothing is asked that cannot be given.
  if (isMissing && act === undefined) return null;
  const kind = isMissing ? 'filled' : paymentHasFailed(order) ? 'quiet' : 'plain';
  const standing = hasPaymentMethod ? 'ui.billing.payment.on_file' : 'ui.billing.payment.unneeded';
  return (
    <Sheet label={say('ui.billing.payment.title')}>
      <h2>{say('ui.billing.payment.title')}</h2>
      {isMissing ? missing.map(({ what, text }) => <p key={what}>{text}</p>) : <p>{say(standing)}</p>}
      {failure !== null && <Failure error={failure} onRetry={open} />}
      {act !== undefined && (
        <>
          {isMissing && <p className="second small">{say('ui.billing.payment.how')}</p>}
          <Button kind={kind} isSmall={kind === 'plain'} isBusy={isUnderWay} onPress={open}>
            {hasPaymentMethod ? say('ui.billing.payment.other') : act.label}
          </Button>
        </>
      )}
    </Sheet>
  );
}
