import { useState } from 'react';
import { useKept } from '../shared/api/kept';
import { moneyText } from '../shared/money/money-text';
import { Button, Link, LinkButton, UnavailableButton } from '../shared/ui/button';
import { Checkbox, NumberField, TextField } from '../shared/ui/fields';
import { type Choice, RadioCards } from '../shared/ui/radio-cards';
import { Select } from '../shared/ui/select';
import { useWords } from '../shared/words/words';
import { useGuide } from './guide-words';
import { Part, Row } from './part';

export function ButtonsPart() {
  const { say, sayRich } = useGuide();
  return (
    <Part name="buttons" about="buttons.about">
      <Row>
        <Button>{say('buttons.place')}</Button>
        <Button kind="quiet">{say('buttons.cart')}</Button>
        <Button kind="plain">{say('buttons.edit')}</Button>
      </Row>
      <Row>
        <Button isBusy>{say('buttons.busy')}</Button>
        <Button kind="quiet" isSmall>
          {say('buttons.small')}
        </Button>
        <LinkButton href="#part-buttons" kind="plain" isSmall>
          {say('buttons.link')}
        </LinkButton>
        <Button kind="plain" isDisabled>
          {say('buttons.edit')}
        </Button>
      </Row>
      <UnavailableButton why={say('buttons.why')}>{say('buttons.unavailable')}</UnavailableButton>
      <p>
        {sayRich('buttons.sentence')} <Link href="#part-buttons">{say('buttons.link_text')}</Link>
      </p>
    </Part>
  );
}

const COUNTRIES = ['fr', 'de', 'be', 'ch'] as const;

export function FieldsPart() {
  const { say } = useGuide();
  const [company, setCompany] = useKept('styleguide.company', 'Atelier Nord');
  const [seats, setSeats] = useState(8);
  const [country, setCountry] = useState<(typeof COUNTRIES)[number] | null>(null);
  const [agrees, setAgrees] = useState(true);
  const [wantsCopy, setWantsCopy] = useState(false);
  const [vat, setVat] = useState('FR 303 265 045');
  const [few, setFew] = useState(3);
  return (
    <Part name="fields" about="fields.about">
      <div className="columns">
        <TextField
          id="company"
          label={say('fields.company')}
          hint={say('fields.company.hint')}
          value={company}
          onChange={setCompany}
          autoComplete="organization"
        />
        <TextField
          id="vat"
          label={say('fields.vat')}
          hint={say('fields.vat.hint')}
          fault={say('fields.vat.fault')}
          value={vat}
          onChange={setVat}
        />
        <NumberField
          id="seats"
          label={say('fields.seats')}
          hint={say('fields.seats.present')}
          value={seats}
          onChange={setSeats}
          least={1}
          most={500}
          difference={say('fields.seats.difference', { more: seats - 5 })}
        />
        <NumberField
          id="few"
          label={say('fields.seats')}
          hint={say('fields.seats.present')}
          fault={say('fields.seats.fault')}
          value={few}
          onChange={setFew}
          least={1}
          most={500}
        />
        <Select
          id="country"
          label={say('fields.country')}
          placeholder={say('fields.country.placeholder')}
          choices={COUNTRIES.map((value) => ({ value, name: say(`fields.country.${value}`) }))}
          value={country}
          onChange={setCountry}
        />
        <TextField
          id="order"
          label={say('fields.order')}
          hint={say('fields.order.hint')}
          value="7F3-K2Q"
          onChange={() => undefined}
          isDisabled
        />
      </div>
      <div>
        <Checkbox isSelected={agrees} onChange={setAgrees}>
          {say('fields.consent')}
        </Checkbox>
        <Checkbox isSelected={wantsCopy} onChange={setWantsCopy}>
          {say('fields.consent.not')}
        </Checkbox>
      </div>
    </Part>
  );
}

type Tier = 'starter' | 'professional' | 'premium';
type Frequency = 'month' | 'year';

const PRICES: Readonly<Record<Tier, string>> = { starter: '29.00', professional: '55.00', premium: '90.00' };

export function CardsPart() {
  const { say } = useGuide();
  const { language } = useWords();
  const [tier, setTier] = useState<Tier>('professional');
  const [frequency, setFrequency] = useState<Frequency>('year');
  const euros = (amount: string): string => moneyText({ amount, currency: 'EUR' }, language);
  const tiers = (['starter', 'professional', 'premium'] as const).map((value): Choice<Tier> => {
    const about = say('cards.price', { price: euros(PRICES[value]) });
    return { value, name: say(`cards.${value}`), about, ...(value === 'starter' ? { note: say('cards.note') } : {}) };
  });
  const frequencies: Choice<Frequency>[] = [
    { value: 'month', name: say('cards.month'), about: say('cards.month.about', { price: euros('440.00') }) },
    { value: 'year', name: say('cards.year'), about: say('cards.year.about', { price: euros('4400.00') }) },
  ];
  return (
    <Part name="cards" about="cards.about">
      <RadioCards
        id="tier"
        label={say('cards.tier')}
        present={say('cards.tier.present')}
        choices={tiers}
        value={tier}
        onChange={setTier}
      />
      <RadioCards
        id="frequency"
        label={say('cards.frequency')}
        present={say('cards.frequency.present')}
        fault={say('cards.fault')}
        choices={frequencies}
        value={frequency}
        onChange={setFrequency}
      />
    </Part>
  );
}
