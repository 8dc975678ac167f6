import type { Schemas } from '../../../shared/api/api-types';
import { NumberField } from '../../../shared/ui/fields';
import { Select } from '../../../shared/ui/select';
import { useDesk } from '../../words/desk-words';

type Changes = Schemas['Order']['changes'];
type Change = Changes[number];

const FREQUENCIES = ['month', 'quarter', 'year'] as const;
/** More seats than anybody has; what a subscription may have is said by the API. */
const MOST_SEATS = 1_000_000;

interface WishFieldsProps {
  order: Schemas['Order'];
  value: Changes;
  onChange(changes: Changes): void;
}

/** Seats and billing frequency of each subscription of the order; its tier stays as it was asked for. */
export function WishFields({ order, value, onChange }: WishFieldsProps) {
  const { say } = useDesk();
  const put = (changed: Change): void =>
    onChange(value.map((one) => (one.subscriptionId === changed.subscriptionId ? changed : one)));
  return value.map((change) => {
    const { subscriptionId } = change;
    const product = order.names.find((one) => one.subscriptionId === subscriptionId)?.product ?? subscriptionId;
    const quoted = order.quote?.changes.find((one) => one.subscriptionId === subscriptionId)?.after;
    const seats = change.seats ?? quoted?.seats;
    const frequency = change.frequency ?? quoted?.frequency ?? null;
    const names = FREQUENCIES.map((one) => ({
      value: one,
      name: say('desk.order.field.frequency.name', { frequency: one }),
    }));
    return (
      <fieldset key={subscriptionId} className="wish-fields">
        <legend className="label">{product}</legend>
        {seats !== undefined && (
          <NumberField
            id={`act-seats-${subscriptionId}`}
            label={say('desk.order.field.seats')}
            value={seats}
            least={1}
            most={MOST_SEATS}
            onChange={(next) => put({ ...change, seats: next })}
          />
        )}
        <Select
          id={`act-frequency-${subscriptionId}`}
          label={say('desk.order.field.frequency')}
          choices={names}
          value={frequency}
          onChange={(next) => put({ ...change, frequency: next })}
        />
      </fieldset>
    );
  });
}
