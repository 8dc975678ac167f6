import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schemas } from '../../../shared/api/api-types';
import { useKept } from '../../../shared/api/kept';
import { OF_THE_CUSTOMER } from './act-fields';
import type { OpenAct } from './open-act';

type Order = Schemas['Order'];

/** The act that is open: the one that the address names, else the one that was open in this tab, else the way forward. */
export function useOpenAct(order: Order): [OpenAct | null, (next: OpenAct | null) => void] {
  const [kept, keep] = useKept<OpenAct | null>(`${order.changeId}.open`, firstOf(order));
  const address: Record<string, unknown> = useSearch({ strict: false });
  const [named, setNamed] = useState(() => namedIn(address, order));
  const open = named === null || named.type === kept?.type ? kept : named;
  const setOpen = (next: OpenAct | null): void => {
    setNamed(null);
    keep(next);
  };
  return [open, setOpen];
}

export const openedAt = ({ type, label }: Schemas['Act'], { sequence, updatedAt }: Order): OpenAct => ({
  type,
  label,
  sequence,
  at: updatedAt,
});

/** `?act=RETRY`, where it is offered. */
function namedIn({ act }: Record<string, unknown>, order: Order): OpenAct | null {
  const named = order.acts.find(({ type }) => type === act && !OF_THE_CUSTOMER.has(type));
  return named === undefined ? null : openedAt(named, order);
}

/** An order that waits for us shows the way forward at once. */
function firstOf(order: Order): OpenAct | null {
  const isOurs = order.waits === 'stuck' || order.waits === 'support' || order.waits === 'advisor';
  const first = order.acts.find(({ tone, needsReason }) => tone === 'primary' && needsReason);
  return isOurs && first !== undefined ? openedAt(first, order) : null;
}
