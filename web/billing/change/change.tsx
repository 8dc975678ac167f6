import { useState } from 'react';
import { useAccountInAddress, withAccount } from '../../shared/api/account';
import { useReadAgain, useReading } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { isPassing } from '../../shared/api/problems';
import { Link } from '../../shared/ui/button';
import { Page } from '../../shared/ui/page';
import { Skeleton } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';
import { SeatsWaiting } from '../seats/seats-waiting';
import { ChangeForm } from './change-form';
import './change.css';
import { useEditedOrder } from './edited-order';
import { changeRoute } from './use-wish';

/** A form is not read anew while somebody is at it. */
const AT_EASE = { refetchOnWindowFocus: false };

/** Another tier, more or fewer seats, another frequency, with what it costs beside it. */
export function ChangeSubscription() {
  const { say } = useWords();
  const { subscriptionId } = changeRoute.useParams();
  const subscription = useReading('GET /v1/subscriptions/{subscriptionId}', { params: { subscriptionId } }, AT_EASE);
  const { order: changeId } = changeRoute.useSearch();
  const edited = useEditedOrder(changeId, subscriptionId);
  const now = subscription.data;
  useAccountInAddress(now?.accountId);
  const { productId = '', accountId = '' } = now ?? {};
  const catalogue = useReading(
    'GET /v1/catalog/{productId}',
    { params: { productId }, query: { accountId, subscriptionId } },
    { ...AT_EASE, enabled: now !== undefined },
  );
  const readAgain = useReadAgain();
  const [isFaulty, setFaulty] = useState(false);
  const failed = now === undefined ? subscription : catalogue;
  const isThere = now !== undefined && catalogue.data !== undefined && edited.isRead;
  const error = isThere ? null : failed.error;
  const product = now?.names.product ?? catalogue.data?.name;
  return (
    <Page
      title={say('ui.billing.change.title')}
      back={
        <>
          <Way accountId={now?.accountId ?? null} edited={edited.order} /> <span aria-hidden="true">›</span>{' '}
          {product ?? (error === null && <Skeleton width="5rem" />)}
        </>
      }
      {...(edited.order?.effective === 'period_end' ? {} : { lead: say('ui.billing.change.lead') })}
      {...(isFaulty ? { titlePrefix: say('ui.errors.title_prefix') } : {})}
    >
      {error !== null && <Failure error={error} onRetry={isPassing(error) ? () => void failed.refetch() : undefined} />}
      {now !== undefined && <SeatsWaiting accountId={now.accountId} />}
      {isThere && (
        <ChangeForm
          key={`${subscriptionId}.${now.version}`}
          now={now}
          catalogue={catalogue.data}
          edited={edited.order}
          onMoved={() => void readAgain('GET /v1/subscriptions/{subscriptionId}')}
          onFaulty={setFaulty}
        />
      )}
      {!isThere && error === null && <Reading />}
    </Page>
  );
}

/** To where one came from. */
function Way({ accountId, edited }: { accountId: string | null; edited: Schemas['Order'] | null }) {
  const { say } = useWords();
  if (edited === null) return <Link href={withAccount('/billing', accountId)}>{say('ui.billing.home.title')}</Link>;
  const href = withAccount(`/billing/orders/${edited.changeId}`, accountId);
  return <Link href={href}>{say('ui.billing.change.edit.back')}</Link>;
}

/** Keeps the place of the three groups. */
function Reading() {
  const { say } = useWords();
  const group = (cards: number) => (
    <div className="choices">
      <Skeleton width="12rem" />
      <Skeleton width="9rem" />
      <div className="cards">
        {Array.from({ length: cards }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: places that are all alike
          <div key={index} className="choice">
            <Skeleton width="60%" />
            <Skeleton width="22px" />
            <span className="about">
              <Skeleton width="80%" />
            </span>
          </div>
        ))}
      </div>
    </div>
  );
  return (
    <div className="change" aria-busy="true">
      <p className="aloud">{say('ui.loading')}</p>
      <div className="change-fields">
        {group(3)}
        {group(1)}
        {group(2)}
      </div>
      <div className="summary">
        <div className="summary-paper">
          <Skeleton width="60%" />
          <p>
            <Skeleton />
            <Skeleton width="70%" />
          </p>
        </div>
      </div>
    </div>
  );
}
