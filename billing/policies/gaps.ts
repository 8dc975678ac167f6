import { countsSeconds, type Policy } from '../facts/policy-types';

/** An amount of one change, by which it is told how far a choice strays from billing each hour once. */
type GapMeasure =
  // Left of what was billed for what is given up, and its unused part.
  | 'billed'
  | 'unused'
  // The list price of what is given up, and its unused part.
  | 'list'
  | 'listUnused'
  // The new terms for the whole period, and for the time from the change on.
  | 'newWhole'
  | 'newRest'
  // The day of the change at the old terms.
  | 'day';

/** A choice of a policy by which a change costs more or less than the time from it on. */
export interface PolicyGap {
  axis: 'credit' | 'charge' | 'creditBasis' | 'changeDayOwner';
  choice: string;
  /** The one who has the advantage; with `either` it depends on the prices. */
  favours: 'customer' | 'seller' | 'either';
  /** A change strays by no more than `of` less `less`, apart from rounding. */
  most: { of: GapMeasure; less?: GapMeasure };
}

/**
 * Everything that a policy gives away or asks twice, axis by axis; none for a policy that credits and charges the rest of
 * the period, of what was billed, and gives the day of the change to one side.
 */
export function gapsOf(policy: Policy): PolicyGap[] {
  return [...creditGaps(policy), ...chargeGaps(policy), ...dayGaps(policy)];
}

function creditGaps({ credit, creditBasis }: Policy): PolicyGap[] {
  if (credit === 'none') return [{ axis: 'credit', choice: credit, favours: 'seller', most: { of: 'unused' } }];
  const gaps: PolicyGap[] = [];
  if (credit === 'full') {
    const most: PolicyGap['most'] =
      creditBasis === 'list' ? { of: 'list', less: 'listUnused' } : { of: 'billed', less: 'unused' };
    gaps.push({ axis: 'credit', choice: credit, favours: 'customer', most });
  }
  if (creditBasis === 'list-up-to-unused') {
    gaps.push({ axis: 'creditBasis', choice: creditBasis, favours: 'seller', most: { of: 'unused' } });
  } else if (creditBasis !== 'billed') {
    const most = { of: 'listUnused', less: 'unused' } as const;
    gaps.push({ axis: 'creditBasis', choice: creditBasis, favours: 'either', most });
  }
  return gaps;
}

function chargeGaps({ charge }: Policy): PolicyGap[] {
  if (charge === 'none') return [{ axis: 'charge', choice: charge, favours: 'customer', most: { of: 'newRest' } }];
  if (charge === 'prorated') return [];
  return [{ axis: 'charge', choice: charge, favours: 'either', most: { of: 'newWhole', less: 'newRest' } }];
}

function dayGaps(policy: Policy): PolicyGap[] {
  const { changeDayOwner } = policy;
  if (changeDayOwner !== 'both' || countsSeconds(policy)) return [];
  return [{ axis: 'changeDayOwner', choice: changeDayOwner, favours: 'seller', most: { of: 'day' } }];
}
