import { useState } from 'react';
import { Form } from 'react-aria-components';
import { AMOUNT_BANDS } from '../../../../billing/money/amount-bands';
import { Button } from '../../../shared/ui/button';
import { TextField } from '../../../shared/ui/fields';
import { Select } from '../../../shared/ui/select';
import { useDesk } from '../../words/desk-words';
import { BAND_WORDS } from './filter-words';
import type { View } from './view';

/** What a list may be narrowed by besides; downloaded when somebody opens it. */
export function NarrowForm({ view, onNarrow }: { view: View; onNarrow(view: View): void }) {
  const { say } = useDesk();
  const [country, setCountry] = useState(view.country ?? '');
  const [gateway, setGateway] = useState(view.gateway ?? '');
  const [currency, setCurrency] = useState(view.currency ?? '');
  const [amount, setAmount] = useState<(typeof AMOUNT_BANDS)[number] | null>(view.amount ?? null);
  const narrowed = (): View => {
    const { country: _, gateway: __, currency: ___, amount: ____, ...rest } = view;
    return {
      ...rest,
      ...(country === '' ? {} : { country: country.toUpperCase() }),
      ...(gateway === '' ? {} : { gateway }),
      ...(amount === null || currency === '' ? {} : { amount, currency: currency.toUpperCase() }),
    };
  };
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        onNarrow(narrowed());
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
        value={currency}
        onChange={(typed) => setCurrency(typed.trim().slice(0, 3))}
      />
      <Select
        id="narrow-amount"
        label={say('desk.queue.narrow.amount')}
        choices={AMOUNT_BANDS.map((band) => ({
          value: band,
          name: say(BAND_WORDS[band], { currency: currency.toUpperCase() }),
        }))}
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
