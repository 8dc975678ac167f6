import { useState } from 'react';
import { Form } from 'react-aria-components';
import { AMOUNT_BANDS } from '../../../../billing/money/amount-bands';
import { Button } from '../../../shared/ui/button';
import { TextField } from '../../../shared/ui/fields';
import { Select } from '../../../shared/ui/select';
import { useDesk } from '../../words/desk-words';
import { BAND_WORDS } from './filter-words';
import type { View } from './view';

/** How much is due; "any" narrows nothing. */
type Band = (typeof AMOUNT_BANDS)[number] | 'any';

/** What a list may be narrowed by besides; downloaded when somebody opens it. */
export function NarrowForm({ view, onNarrow }: { view: View; onNarrow(view: View): void }) {
  const { say } = useDesk();
  const [country, setCountry] = useState(view.country ?? '');
  const [gateway, setGateway] = useState(view.gateway ?? '');
  const [currency, setCurrency] = useState(view.currency ?? '');
  const [amount, setAmount] = useState<Band>(view.amount ?? 'any');
  const [isTried, setTried] = useState(false);
  const lacksCurrency = amount !== 'any' && currency === '';
  const narrowed = (): View => {
    const { country: _, gateway: __, currency: ___, amount: ____, ...rest } = view;
    return {
      ...rest,
      ...(country === '' ? {} : { country: country.toUpperCase() }),
      ...(gateway === '' ? {} : { gateway }),
      ...(amount === 'any' ? {} : { amount, currency: currency.toUpperCase() }),
    };
  };
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!lacksCurrency) onNarrow(narrowed());
      }}
    >
      <TextField
        id="narrow-country"
        label={say('desk.queue.narrow.country')}
        value={country}
        onChange={(typed) => setCountry(typed.trim().slice(0, 2))}
      />
      <TextField
        id="narrow-currency"
        label={say('desk.queue.narrow.currency')}
        fault={isTried && lacksCurrency ? say('desk.queue.narrow.currency.missing') : undefined}
        value={currency}
        onChange={(typed) => setCurrency(typed.trim().slice(0, 3))}
      />
      <Select
        id="narrow-amount"
        label={say('desk.queue.narrow.amount')}
        choices={[
          { value: 'any' as const, name: say('desk.queue.narrow.amount.any') },
          ...AMOUNT_BANDS.map((band) => ({
            value: band,
            name: say(BAND_WORDS[band], { currency: currency.toUpperCase() }),
          })),
        ]}
        value={amount}
        onChange={setAmount}
      />
      <TextField
        id="narrow-gateway"
        label={say('desk.queue.narrow.gateway')}
        value={gateway}
        onChange={(typed) => setGateway(typed.trim().slice(0, 64))}
      />
      <Button type="submit" kind="quiet" isSmall>
        {say('desk.queue.narrow.do')}
      </Button>
    </Form>
  );
}
