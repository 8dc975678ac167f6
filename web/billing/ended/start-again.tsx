import { withAccount } from '../../shared/api/account';
import type { Schemas } from '../../shared/api/api-types';
import { LinkButton } from '../../shared/ui/button';
import { useWords } from '../../shared/words/words';
import { wishAddress } from '../order/wish-address';

interface StartAgainProps {
  order: Schemas['Order'];
  /** What was wanted will not do: another wish is made, from what the subscription is now. */
  isOther?: boolean;
}

/** The way to the same wish, so that nothing has to be typed again; of an order of several subscriptions one for each. */
export function StartAgain({ order: { accountId, changes, names }, isOther = false }: StartAgainProps) {
  const { say } = useWords();
  if (changes.length === 0) {
    return (
      <div className="acts">
        <LinkButton href={withAccount('/billing', accountId)}>{say('ui.billing.to_subscriptions')}</LinkButton>
      </div>
    );
  }
  const productOf = (id: string): string => names.find(({ subscriptionId }) => subscriptionId === id)?.product ?? id;
  return (
    <div className="acts">
      {changes.map((change, index) => {
        const { subscriptionId } = change;
        const facts = { isOther: isOther ? 'yes' : 'no', count: changes.length, product: productOf(subscriptionId) };
        return (
          <LinkButton
            key={subscriptionId}
            kind={index === 0 ? 'filled' : 'quiet'}
            href={wishAddress(accountId, isOther ? { subscriptionId } : change)}
          >
            {say('ui.billing.ended.again', facts)}
          </LinkButton>
        );
      })}
    </div>
  );
}
