import { type ReactNode, useEffect, useState } from 'react';
import { Button as KitButton } from 'react-aria-components';
import type { Schemas } from '../../../shared/api/api-types';
import { useKept } from '../../../shared/api/kept';
import { Icon } from '../../../shared/ui/icons';
import { useDesk } from '../../words/desk-words';
import { type Draft, NEW_DRAFT } from './act-fields';
import type { Foreseen } from './open-act';
import { freshWish } from './typed-wish';
import { thisMinute } from './until';
import { useActPreview } from './use-act-preview';

interface ActRowProps {
  act: Schemas['Act'];
  order: Schemas['Order'];
  isOpen: boolean;
  onToggle(isOpen: boolean): void;
  onFocus(hasFocus: boolean): void;
  /** Of the act that is looked at; one that is open tells it itself. */
  onForeseen?(foreseen: Foreseen | null): void;
  children: ReactNode;
}

/** An act that opens in place; looked at, it tells where it would lead. */
export function ActRow({ act, order, isOpen, onToggle, onFocus, onForeseen, children }: ActRowProps) {
  const { say } = useDesk();
  return (
    <li className={isOpen ? 'desk-act open' : 'desk-act'}>
      {onForeseen !== undefined && !isOpen && <Foresight act={act} order={order} onForeseen={onForeseen} />}
      <h3>
        <KitButton
          className="act-button"
          aria-expanded={isOpen}
          onPress={() => onToggle(!isOpen)}
          onFocusChange={onFocus}
        >
          <Icon name={isOpen ? 'down' : 'right'} />
          <span>{act.label}</span>
          {act.movesMoney && <span className="act-mark">{say('desk.order.act.may_move_money')}</span>}
          {act.needsSecondPerson && <span className="act-mark">{say('desk.order.act.two_persons')}</span>}
        </KitButton>
      </h3>
      {children}
    </li>
  );
}

type ForesightProps = Required<Pick<ActRowProps, 'act' | 'order' | 'onForeseen'>>;

function Foresight({ act, order, onForeseen }: ForesightProps) {
  const { type, label } = act;
  const [kept] = useKept<Draft>(`${order.changeId}.${type}`, NEW_DRAFT);
  const [now] = useState(thisMinute);
  const draft = { ...kept, wish: freshWish(kept.wish, order.changes) };
  const { data } = useActPreview(order, { type, draft, now });
  useEffect(() => {
    onForeseen(data === undefined ? null : { label, preview: data });
  }, [data, label, onForeseen]);
  return null;
}
