import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import { present } from '../../../billing/present';
import { useSettled } from '../../shared/ui/use-settled';
import type { Wish } from './wish';

export const changeRoute = getRouteApi('/billing/subscriptions/$subscriptionId/change');

/** The address follows typing, and browsers count how often it is written. */
const WRITTEN_AFTER = 150;

/**
 * What is wanted, here at once and in the address a moment later: a link is a state, and after signing in again everything typed is
 * there. A new address, e.g. by the button for going back, is a new wish.
 */
export function useWish(): [Wish, (part: Wish) => void] {
  const search = changeRoute.useSearch();
  const navigate = changeRoute.useNavigate();
  const [wish, setWish] = useState<Wish>(() => ownPart(search));
  /** What the address has been told, the newest last. */
  const told = useRef([keyOf(search)]);
  const settled = useSettled(wish, WRITTEN_AFTER);
  useEffect(() => {
    const key = keyOf(search);
    if (told.current.includes(key)) return;
    told.current = [key];
    setWish(ownPart(search));
  }, [search]);
  useEffect(() => {
    const key = keyOf(settled);
    if (key === told.current.at(-1)) return;
    told.current.push(key);
    void navigate({
      search: (before) => ({ ...withoutWish(before), ...settled }),
      replace: true,
      resetScroll: false,
    });
  }, [settled, navigate]);
  const change = useCallback((part: Wish) => setWish((before) => ({ ...before, ...part })), []);
  return [wish, change];
}

const ownPart = ({ tier, seats, frequency }: Wish): Wish => present({ tier, seats, frequency });

const keyOf = (wish: Wish): string => JSON.stringify(ownPart(wish));

const withoutWish = <Search extends Wish>({ tier: _, seats: __, frequency: ___, ...rest }: Search) => rest;
