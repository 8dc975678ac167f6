import { clockText } from '../shared/dates/date-text';
import { Statechart, type StatechartProps } from '../shared/statechart/statechart';
import { Sheet } from '../shared/ui/standing';
import { useWords } from '../shared/words/words';
import { type GuideKey, useGuide } from './guide-words';
import { Part } from './part';

const MACHINE = { id: 'subscriptionChange', version: 1 };

type Shown = Pick<StatechartProps, 'machine' | 'state' | 'foreseen' | 'moment'> & {
  isStuck?: true;
  moves: StatechartProps['moves'];
};

/** A move a minute through these states. */
const through = (...states: readonly string[]): StatechartProps['moves'] =>
  states.map((to, index) => ({
    from: states[index - 1] ?? '',
    to,
    at: `2026-11-30T12:${String(41 + index)}:00Z`,
    text: to,
  }));

const TO_CHECKOUT = [
  'assessing.working',
  'superseding.working',
  'quoting.working',
  'presenting',
  'reviewing',
  'verifying',
] as const;
const TO_PAYMENT = [...TO_CHECKOUT, 'reserving.working', 'settlingPayment.charging'] as const;
const MADE = [
  ...TO_PAYMENT,
  'applying.working',
  'finishing.confirming.working',
  'finishing.fulfilling.waiting',
] as const;

const CHARTS = {
  fresh: { machine: MACHINE, moves: through('assessing.working'), state: 'assessing.working' },
  middle: {
    machine: MACHINE,
    moves: through(...TO_CHECKOUT, 'checkingVat.working', 'quoting.working', 'presenting', 'verifying'),
    state: 'verifying',
    foreseen: { path: ['reserving', 'settlingPayment'], moneySteps: ['charge'], undecided: true },
  },
  stuck: {
    machine: MACHINE,
    moves: through(...TO_PAYMENT, 'settlingPayment.stuck.waiting'),
    state: 'settlingPayment.stuck.waiting',
    isStuck: true,
    foreseen: { path: ['settlingPayment'], moneySteps: ['charge'], undecided: true },
  },
  committed: {
    machine: MACHINE,
    moves: through(...MADE),
    state: 'finishing.fulfilling.waiting',
    foreseen: { path: ['completed'], moneySteps: [], undecided: false },
  },
  over: {
    machine: MACHINE,
    moves: through(...TO_CHECKOUT, 'releasing.lettingGo', 'cancelled'),
    state: 'cancelled',
  },
  replayed: { machine: MACHINE, moves: through(...MADE), state: 'finishing.fulfilling.waiting', moment: 5 },
  unknown: { machine: { id: 'subscriptionChange', version: 999 }, moves: through(...TO_CHECKOUT), state: 'verifying' },
  narrow: {
    machine: MACHINE,
    moves: through(...TO_PAYMENT, 'settlingPayment.stuck.waiting'),
    state: 'settlingPayment.stuck.waiting',
    isStuck: true,
    foreseen: { path: ['settlingPayment'], moneySteps: ['charge'], undecided: true },
  },
} as const satisfies Record<string, Shown>;

/** Orders on the chart of their machine. */
export function StatechartsPart() {
  const { say } = useGuide();
  const { language } = useWords();
  const tell = (instant: string): string => clockText(Date.parse(instant), 'Europe/Paris', language);
  return (
    <Part name="charts" about="charts.about">
      {Object.entries(CHARTS).map(([name, { isStuck, ...shown }]: [string, Shown]) => (
        <div key={name} data-chart={name} className={name === 'narrow' ? 'narrow-chart' : undefined}>
          <h3 className="state">{say(`charts.${name}` as GuideKey)}</h3>
          <Sheet>
            <Statechart {...shown} stuck={isStuck === true ? say('charts.why') : null} tell={tell} />
          </Sheet>
        </div>
      ))}
    </Part>
  );
}
