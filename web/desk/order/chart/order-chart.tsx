import type { Schemas } from '../../../shared/api/api-types';
import { Sheet } from '../../../shared/ui/standing';
import { useDesk } from '../../words/desk-words';
import type { Foreseen } from '../acts/order-acts';

interface OrderChartProps {
  order: Schemas['Order'];
  foreseen: Foreseen | null;
  /** The moment that is looked at in place of what is so now. */
  moment: Schemas['TimelineMove'] | null;
}

/** Where the order is, the way that it came, and the way that an act would take. */
export function OrderChart({ foreseen }: OrderChartProps) {
  const { say } = useDesk();
  const title = foreseen === null ? say('desk.order.chart') : say('desk.order.chart.foreseen', { act: foreseen.label });
  return (
    <Sheet label={say('desk.order.chart')}>
      <h2>{title}</h2>
    </Sheet>
  );
}
