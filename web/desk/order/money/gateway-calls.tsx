import { Failure } from '../../../shared/api/failure';
import { moneyText } from '../../../shared/money/money-text';
import { Skeleton } from '../../../shared/ui/standing';
import { useWords } from '../../../shared/words/words';
import { useDesk } from '../../words/desk-words';
import { useDeskTime } from '../../zone/zone';
import { CopyButton } from './copy-button';
import type { PaymentsRead } from './payments-read';

interface GatewayCallsProps {
  payments: PaymentsRead;
  zone: string | null;
}

/** What the payment provider was asked, newest first, each with the reference that it is found by there. */
export function GatewayCalls({ payments, zone }: GatewayCallsProps) {
  const { say } = useDesk();
  const { language } = useWords();
  const { tell } = useDeskTime(zone);
  const { data, error, refetch } = payments;
  if (data === undefined) {
    return error === null ? <Unread /> : <Failure error={error} onRetry={() => void refetch()} />;
  }
  const calls = data.items;
  if (calls.length === 0) return <p className="second small">{say('desk.order.calls.none')}</p>;
  return (
    <>
      <h3>{say('desk.order.calls')}</h3>
      <ul className="gateway-calls">
        {[...calls].reverse().map(({ kind, reference, status, amount, code, gatewayReference, at }) => (
          <li key={`${reference} ${at}`}>
            <span>
              <b>{say('desk.order.call', { kind, status })}</b> {amount !== null && moneyText(amount, language)}
            </span>
            <time dateTime={at}>{tell(at)}</time>
            {code !== null && <code>{code}</code>}
            <Reference reference={gatewayReference ?? reference} />
          </li>
        ))}
      </ul>
    </>
  );
}

const Unread = () => (
  <p aria-busy="true">
    <Skeleton width="70%" />
  </p>
);

function Reference({ reference }: { reference: string }) {
  const { say } = useDesk();
  return (
    <span className="call-reference">
      <code>{reference}</code>
      <CopyButton text={reference} aloud={say('desk.order.copy.reference', { reference })} />
    </span>
  );
}
