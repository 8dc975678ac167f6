import { type FormEvent, useEffect, useState } from 'react';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { ErrorSummary, type FormFault, focusField } from '../../shared/ui/notice';
import { useLasting } from '../../shared/ui/use-settled';
import { useWords } from '../../shared/words/words';
import { Beforehand, Blocked } from './beforehand';
import { placeIn, toPrice } from './edited-order';
import { type Field, type FieldFault, fieldFaultOf } from './faults';
import { FrequencyChoice } from './frequency-choice';
import { Go } from './go';
import { SeatsChoice } from './seats-choice';
import { useStartOrder } from './start-order';
import { type Summarised, Summary } from './summary';
import { TierChoice } from './tier-choice';
import { type PreviewOutcome, usePreview } from './use-preview';
import { useWish } from './use-wish';
import { WayOut } from './way-out';
import { anyChange, isAsItIs, type ProductOnSale, requestOf, type SubscriptionNow, termsWanted } from './wish';

/** Whoever empties a field is about to type. */
const LEFT_ALONE = 700;

interface ChangeFormProps {
  now: SubscriptionNow;
  catalogue: ProductOnSale;
  /** The open order that is edited; null where a new one is started. */
  edited: Schemas['Order'] | null;
  /** The subscription is other than was shown. */
  onMoved(): void;
  /** Whether something that was sent is wrong, so that the title of the window says it too. */
  onFaulty(isFaulty: boolean): void;
}

/** What is wanted, and beside it what that costs. */
export function ChangeForm({ now, catalogue, edited, onMoved, onFaulty }: ChangeFormProps) {
  const { say, language } = useWords();
  const [wish, change] = useWish();
  const wanted = termsWanted(wish, now, language);
  const isUntouched = isAsItIs(wanted, now);
  const any = anyChange(now, catalogue);
  const asked = isUntouched ? any : requestOf(wanted, now);
  const { outcome, isOld, trouble, askAgain } = usePreview(
    asked && { asked, priced: isUntouched ? asked : toPrice(edited, asked) },
  );
  const order = useStartOrder(asked, { accountId: now.accountId, edited });
  const [attempts, setAttempts] = useState(0);

  const limits = outcome && limitsIn(outcome);
  const place = outcome === undefined ? 0 : placeIn(outcome.priced, now.subscriptionId);
  const refusal = outcome?.kind === 'refused' ? outcome.problem : null;
  const refusedField = refusal && !isUntouched ? fieldFaultOf(refusal, place) : null;
  const isUnreadable = useLasting(wanted.seats === null, LEFT_ALONE);
  const unreadable: FieldFault | null = isUnreadable
    ? { field: 'seats', text: say('ui.billing.change.seats.unreadable'), wouldDo: now.seats, isAboutPeople: false }
    : null;
  const fault = unreadable ?? refusedField;
  const isBlocked = refusal !== null && fieldFaultOf(refusal, place) === null;
  const faultAt = (field: Field): string | undefined => (fault?.field === field ? fault.text : undefined);
  const untouched: FormFault = { id: 'tier', text: say('ui.billing.change.untouched.fault') };
  const inTheWay: FormFault[] = isUntouched ? [untouched] : fault ? [{ id: fault.field, text: fault.text }] : [];
  const isFaulty = attempts > 0 && inTheWay.length > 0;
  useEffect(() => onFaulty(isFaulty), [isFaulty, onFaulty]);
  const tier = catalogue.tiers.find(({ tierId }) => tierId === wanted.tierId);
  const seats = limits?.seats ?? tier?.seats;
  const hint = limits?.seats.text ?? (seats === undefined ? '' : say('ui.billing.change.seats.limits', seats));

  const isOfWish = outcome !== undefined && !isUntouched && !isSame(outcome.asked, any);
  const preview = isOfWish && outcome.kind === 'quoted' ? outcome.preview : undefined;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isUntouched || wanted.seats === null || fault !== null) setAttempts((before) => before + 1);
    else if (trouble !== null) askAgain();
    else if (preview && !isOld) order.start(preview.nextStep.step);
  };
  const summarised = ((): Summarised => {
    if (isUntouched) return { kind: 'untouched' };
    if (preview !== undefined) return { kind: 'quoted', preview };
    return { kind: refusal !== null || trouble !== null || isUnreadable ? 'refused' : 'reading' };
  })();

  return (
    <form className="change" onSubmit={submit} noValidate>
      <div className="change-top">
        {attempts > 0 && <ErrorSummary key={attempts} faults={inTheWay} />}
        {isBlocked && refusal && <Blocked problem={refusal.document} onMoved={onMoved} onPaid={askAgain} />}
        <Beforehand now={now} edited={edited} />
        {order.failure !== null && <Failure error={order.failure} />}
      </div>
      <div className="change-fields">
        <TierChoice
          now={now}
          catalogue={catalogue}
          limits={limits}
          seats={wanted.seats ?? now.seats}
          frequency={wanted.frequency}
          value={wanted.tierId}
          onChange={(tierId) => change({ tier: tierId })}
          fault={faultAt('tier')}
        />
        <SeatsChoice
          text={wish.seats ?? String(now.seats)}
          seats={wanted.seats}
          now={now.seats}
          hint={hint}
          onChange={(text) => change({ seats: text })}
          fault={faultAt('seats')}
          wayOut={
            fault?.field === 'seats' && (
              <WayOut
                fault={fault}
                now={now}
                seats={wanted.seats}
                onTake={(taken) => change({ seats: String(taken) })}
                onFreed={() => {
                  askAgain();
                  // The list is about to be gone, and with it what has the focus.
                  focusField('seats');
                }}
              />
            )
          }
        />
        <FrequencyChoice
          now={now}
          offered={(tier ?? catalogue.tiers[0])?.prices.map(({ frequency }) => frequency) ?? [now.frequency]}
          limits={limits}
          seats={outcome?.asked.seats ?? now.seats}
          value={wanted.frequency}
          onChange={(frequency) => change({ frequency })}
          fault={faultAt('frequency')}
        />
      </div>
      <Summary of={summarised} isOld={isOld && !isUntouched} trouble={trouble} onRetry={askAgain}>
        {!isBlocked && (
          <Go
            preview={preview}
            isOld={isOld}
            isAsked={isOld && trouble === null}
            isUnderWay={order.isUnderWay}
            isPriced={summarised.kind === 'quoted'}
            fault={fault?.text}
          />
        )}
      </Summary>
    </form>
  );
}

/** A refusal tells the limits too, where it is about a subscription that is known. */
const limitsIn = (outcome: PreviewOutcome): Schemas['Limits'] | undefined =>
  (outcome.kind === 'quoted'
    ? outcome.preview.limits
    : [outcome.problem.document.limits as Schemas['Limits'] | undefined]
  ).find((limits) => limits?.subscriptionId === outcome.asked.subscriptionId);

const isSame = (one: object, other: object): boolean => JSON.stringify(one) === JSON.stringify(other);
