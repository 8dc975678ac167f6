import type { Schemas } from '../../shared/api/api-types';
import { Icon, type IconName } from '../../shared/ui/icons';
import { Sheet } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';

type Step = Schemas['StepOfOrder'];

const ICON_OF: Readonly<Record<Step['standing'], IconName>> = {
  done: 'check',
  now: 'turning',
  yours: 'person',
  not_yet: 'circle',
  unknown: 'question',
  stopped: 'stop',
};

/** How far an order has come: each of its steps with where it stands, as the order itself tells. */
export function OrderSteps({ steps }: { steps: readonly Step[] }) {
  const { say } = useWords();
  if (steps.length === 0) return null;
  const here = steps.findLast(({ standing }) => standing !== 'done' && standing !== 'not_yet');
  return (
    <Sheet label={say('ui.billing.steps')}>
      <h2>{say('ui.billing.steps')}</h2>
      <ol className="order-steps">
        {steps.map((one) => (
          <li key={one.step} className={one.standing} aria-current={one === here ? 'step' : undefined}>
            <span className="step-mark">
              <Icon name={ICON_OF[one.standing]} />
            </span>
            <span className="step-name">{one.text}</span>
            <span className="step-standing">{say('ui.billing.step', { standing: one.standing })}</span>
          </li>
        ))}
      </ol>
    </Sheet>
  );
}
