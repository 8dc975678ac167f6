import { useState } from 'react';
import { Button } from '../shared/ui/button';
import { Dialog } from '../shared/ui/dialog';
import { Menu } from '../shared/ui/menu';
import { ErrorSummary, Notice } from '../shared/ui/notice';
import { Tag } from '../shared/ui/standing';
import { useGuide } from './guide-words';
import { Part, Row } from './part';

const STANDINGS = ['wait', 'stuck', 'work', 'done'] as const;
const NOTICES = ['info', 'wait', 'error', 'done'] as const;

export function StandingPart() {
  const { say } = useGuide();
  return (
    <Part name="standing" about="standing.about">
      <Row>
        {STANDINGS.map((standing) => (
          <Tag key={standing} standing={standing}>
            {say(`standing.${standing}`)}
          </Tag>
        ))}
      </Row>
      {NOTICES.map((kind) => (
        <Notice key={kind} kind={kind} title={say(`notice.${kind}`)} level={3}>
          <p>{say(`notice.${kind}.text`)}</p>
        </Notice>
      ))}
    </Part>
  );
}

export function FaultsPart() {
  const { say } = useGuide();
  return (
    <Part name="faults" about="faults.about">
      <ErrorSummary
        takesFocus={false}
        faults={[
          { id: 'vat', text: say('fields.vat.fault') },
          { id: 'few', text: say('fields.seats.fault') },
          { id: 'frequency', text: say('cards.fault') },
        ]}
      />
    </Part>
  );
}

export function AbovePart() {
  const { say } = useGuide();
  const [isOpen, setOpen] = useState(false);
  const [sort, setSort] = useState<'name' | 'date'>('name');
  const close = () => setOpen(false);
  const sorts = (['name', 'date'] as const).map((value) => ({ value, name: say(`above.menu.${value}`) }));
  return (
    <Part name="above" about="above.about">
      <Row>
        <Menu
          button={<span>{say('above.menu')}</span>}
          choices={[{ title: say('above.menu.sort'), choices: sorts, value: sort, onChoose: setSort }]}
          deeds={[{ name: say('above.menu.change'), onPress: () => undefined }]}
        />
        <Button kind="plain" isSmall onPress={() => setOpen(true)}>
          {say('above.open')}
        </Button>
      </Row>
      <Dialog
        title={say('above.dialog')}
        isOpen={isOpen}
        onClose={close}
        buttons={
          <>
            <Button onPress={close}>{say('above.dialog.yes')}</Button>
            <Button kind="plain" onPress={close}>
              {say('above.dialog.no')}
            </Button>
          </>
        }
      >
        <p>{say('above.dialog.text')}</p>
      </Dialog>
    </Part>
  );
}
