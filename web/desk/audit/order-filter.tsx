import { useState } from 'react';
import { Button } from '../../shared/ui/button';
import { TextField } from '../../shared/ui/fields';
import { useDesk } from '../words/desk-words';

interface OrderFilterProps {
  changeId: string | null;
  onChoose(changeId: string | null): void;
}

/** Narrows the trail to one order. */
export function OrderFilter({ changeId, onChoose }: OrderFilterProps) {
  const { say } = useDesk();
  const [typed, setTyped] = useState(changeId ?? '');
  return (
    <form
      className="order-filter"
      onSubmit={(event) => {
        event.preventDefault();
        onChoose(typed.trim() === '' ? null : typed.trim());
      }}
    >
      <TextField id="order" label={say('desk.audit.order')} value={typed} onChange={setTyped} />
      <Button kind="plain" type="submit">
        {say('desk.audit.narrow')}
      </Button>
    </form>
  );
}
