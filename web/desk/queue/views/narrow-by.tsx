import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { Dialog, DialogTrigger, Form, Popover } from 'react-aria-components';
import { AMOUNT_BANDS } from '../../../../billing/money/amount-bands';
import { Button } from '../../../shared/ui/button';
import { TextField } from '../../../shared/ui/fields';
import { Menu } from '../../../shared/ui/menu';
import { Select } from '../../../shared/ui/select';
import { useDesk } from '../../words/desk-words';
import { BAND_WORDS } from './filter-words';
import { sortOf, VIEW_SORTINGS, type View, type ViewSorting, viewAddress, without } from './view';

/** What a list is sorted and narrowed by, besides what the counts lead to. */
export function NarrowBy({ view }: { view: View }) {
  const { say } = useDesk();
  const router = useRouter();
  const show = (next: View): void => void router.navigate({ href: viewAddress(next) });
  const who = view.assignee === 'me' ? 'me' : view.unassigned === undefined ? 'anybody' : 'nobody';
  const chooseWho = (chosen: 'anybody' | 'me' | 'nobody'): void => {
    const anybodys = without(without(view, 'assignee'), 'unassigned');
    if (chosen === 'me') show({ ...anybodys, assignee: 'me' });
    else show(chosen === 'nobody' ? { ...anybodys, unassigned: 'true' } : anybodys);
  };
  return (
    <div className="narrow-by">
      <Menu
        button={say(`desk.queue.sort.${sortOf(view)}`)}
        aloud={say('desk.queue.sort')}
        choices={[
          {
            title: say('desk.queue.sort'),
            choices: VIEW_SORTINGS.map((one) => ({ value: one, name: say(`desk.queue.sort.${one}`) })),
            value: sortOf(view),
            onChoose: (sort: ViewSorting) => show({ ...view, sort }),
          },
        ]}
      />
      <Menu
        button={say(`desk.queue.who.${who}`)}
        aloud={say('desk.queue.who')}
        choices={[
          {
            title: say('desk.queue.who'),
            choices: (['anybody', 'nobody', 'me'] as const).map((one) => ({
              value: one,
              name: say(`desk.queue.who.${one}`),
            })),
            value: who,
            onChoose: chooseWho,
          },
        ]}
      />
      <DialogTrigger>
        <Button kind="plain" isSmall>
          {say('desk.queue.narrow')}
        </Button>
        <Popover className="popover" offset={4} placement="bottom end">
          <Dialog className="narrow-form" aria-label={say('desk.queue.narrow')}>
            {({ close }) => (
              <NarrowForm
                view={view}
                onNarrow={(next) => {
                  close();
                  show(next);
                }}
              />
            )}
          </Dialog>
        </Popover>
      </DialogTrigger>
    </div>
  );
}

function NarrowForm({ view, onNarrow }: { view: View; onNarrow(view: View): void }) {
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
