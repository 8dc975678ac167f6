import { useState } from 'react';
import { Button } from '../../shared/ui/button';
import { Dialog } from '../../shared/ui/dialog';
import { Checkbox } from '../../shared/ui/fields';
import { useWords } from '../../shared/words/words';
import { type DeskKey, useDesk } from '../words/desk-words';
import { useShortcut, useShortcuts } from './shortcuts';

/** What each key does, and whether it does so alone and can be switched off. */
const KEYS: readonly { keys: readonly string[]; does: DeskKey; isOneKey: boolean }[] = [
  { keys: ['/'], does: 'desk.bar.keys.search', isOneKey: true },
  { keys: ['j', 'k'], does: 'desk.bar.keys.letters', isOneKey: true },
  { keys: ['↓', '↑'], does: 'desk.bar.keys.arrows', isOneKey: false },
  { keys: ['↵'], does: 'desk.bar.keys.open', isOneKey: false },
  { keys: ['e'], does: 'desk.bar.keys.take', isOneKey: true },
  { keys: ['x'], does: 'desk.bar.keys.select', isOneKey: true },
  { keys: ['⇧ ↓', '⇧ ↑', '⇧ x'], does: 'desk.bar.keys.range', isOneKey: false },
  { keys: ['.'], does: 'desk.bar.keys.acts', isOneKey: true },
  { keys: ['?'], does: 'desk.bar.keys.keys', isOneKey: true },
];

/** The keys of the desk, and the switch that turns those off which do something alone. */
export function Keys() {
  const { say } = useDesk();
  const { say: sayAll } = useWords();
  const { areOn, turn } = useShortcuts();
  const [isOpen, setOpen] = useState(false);
  useShortcut('?', () => setOpen(true));
  return (
    <>
      <Button kind="plain" isSmall onPress={() => setOpen(true)}>
        {say('desk.bar.keys')}
      </Button>
      <Dialog
        title={say('desk.bar.keys.title')}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        buttons={
          <Button kind="plain" onPress={() => setOpen(false)}>
            {sayAll('ui.close')}
          </Button>
        }
      >
        <dl className="keys">
          {KEYS.map(({ keys, does, isOneKey }) => (
            <div key={does} className={isOneKey && !areOn ? 'off' : undefined}>
              <dt>
                {keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{say(does)}</dd>
            </div>
          ))}
        </dl>
        <Checkbox isSelected={areOn} onChange={turn}>
          {say('desk.bar.keys.one_key')}
        </Checkbox>
      </Dialog>
    </>
  );
}
