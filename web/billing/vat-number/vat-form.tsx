import type { FormEvent } from 'react';
import { Button } from '../../shared/ui/button';
import { TextField } from '../../shared/ui/fields';
import { useWords } from '../../shared/words/words';
import type { VatNumberEntry } from './use-vat-number';

/** Of the field, for the summary of errors to lead to. */
export const VAT_FIELD = 'vat-number';

/** The field, and the button that has the number looked up while one waits. */
export function VatForm({ entry }: { entry: VatNumberEntry }) {
  const { say } = useWords();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    entry.check();
  };
  return (
    <form className="vat-form" onSubmit={submit} noValidate>
      <TextField
        id={VAT_FIELD}
        label={say('ui.billing.vat.title')}
        hint={say('ui.billing.vat.hint')}
        value={entry.typed}
        onChange={entry.type}
        fault={entry.fault}
      />
      <Button kind="quiet" type="submit" isBusy={entry.isAsking}>
        {say('ui.billing.vat.check')}
      </Button>
      <p role="status" className="second small">
        {entry.isAsking && say('ui.billing.vat.checking')}
      </p>
    </form>
  );
}
