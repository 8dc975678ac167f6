import type { Schemas } from '../../shared/api/api-types';
import { LinkButton } from '../../shared/ui/button';
import { ErrorSummary, type FormFault } from '../../shared/ui/notice';
import { useWords } from '../../shared/words/words';
import { AgreedTerms } from '../handed-over/agreed-terms';
import { CancelOrder } from '../order/cancel-order';
import { CheckAnswers } from '../order/check-answers';
import { LeftOut } from '../order/left-out';
import { OrderFacts } from '../order/order-facts';
import { OrderPage } from '../order/order-page';
import { wayToChange } from '../order/way-to-change';
import { ComingBack } from '../payment-details/coming-back';
import { PaymentDetails } from '../payment-details/payment-details';
import { QuoteSummary } from '../quote/quote-summary';
import { ShareQuote } from '../quote-link/share-quote';
import { useVatNumber } from '../vat-number/use-vat-number';
import { VAT_FIELD } from '../vat-number/vat-form';
import { VatNumber } from '../vat-number/vat-number';
import { VatWait } from '../vat-number/vat-wait';
import './checkout.css';
import { Place } from './place';
import { PriceChanged } from './price-changed';
import { PriceHolds } from './price-holds';
import { usePlacing } from './use-placing';

/** Everything to check before the order is placed, what is still missing, and the button that places it. */
export function Checkout({ order }: { order: Schemas['Order'] }) {
  const { quote } = order;
  return quote === null ? <Unpriced order={order} /> : <Priced order={order} quote={quote} />;
}

/** A number on file is asked about before there is a price. */
function Unpriced({ order }: { order: Schemas['Order'] }) {
  const { say } = useWords();
  const entry = useVatNumber(order);
  const faults = faultsIn(entry);
  return (
    <OrderPage order={order} titlePrefix={faults.length > 0 ? say('ui.errors.title_prefix') : undefined}>
      <ErrorSummary key={entry.answers} faults={faults} />
      <WaitsForRegister order={order} entry={entry} />
      <OrderFacts order={order} />
      <VatNumber order={order} entry={entry} />
      <div>
        <CancelOrder order={order} />
      </div>
    </OrderPage>
  );
}

function Priced({ order, quote }: { order: Schemas['Order']; quote: Schemas['Quote'] }) {
  const { say } = useWords();
  const entry = useVatNumber(order);
  const { seen, place, isUnderWay, failure } = usePlacing(order, quote);
  const [change] = quote.changes;
  const edit = order.acts.find(({ type }) => type === 'EDIT');
  const faults = faultsIn(entry);
  return (
    <OrderPage
      order={order}
      title={say('ui.billing.checkout.title')}
      lead={say('ui.billing.checkout.lead')}
      titlePrefix={faults.length > 0 ? say('ui.errors.title_prefix') : undefined}
      aside={
        <QuoteSummary
          quote={quote}
          below={
            <>
              {edit !== undefined && change !== undefined && (
                <LinkButton kind="plain" isSmall href={wayToChange(order, change)}>
                  {edit.label}
                </LinkButton>
              )}
              <CancelOrder order={order} />
            </>
          }
        >
          <Place order={order} quote={quote} isUnderWay={isUnderWay} failure={failure} onPlace={place} />
          <PriceHolds order={order} quote={quote} />
        </QuoteSummary>
      }
    >
      <ErrorSummary key={entry.answers} faults={faults} />
      <ComingBack order={order} />
      <WaitsForRegister order={order} entry={entry} />
      <PriceChanged order={order} quote={quote} seen={seen} />
      <LeftOut order={order} />
      <AgreedTerms order={order} />
      <CheckAnswers order={order} quote={quote} />
      <PaymentDetails order={order} />
      <VatNumber order={order} entry={entry} />
      <ShareQuote order={order} />
    </OrderPage>
  );
}

const faultsIn = ({ fault, answers }: ReturnType<typeof useVatNumber>): FormFault[] =>
  fault === undefined || answers === 0 ? [] : [{ id: VAT_FIELD, text: fault }];

function WaitsForRegister({ order, entry }: { order: Schemas['Order']; entry: ReturnType<typeof useVatNumber> }) {
  const { vatWait } = order;
  if (vatWait === null) return null;
  return <VatWait order={order} vatWait={vatWait} isUnderWay={entry.isRemoving} onPayVat={entry.remove} />;
}
