import type { Locale } from '../../../../billing/facts/types';
import type { TimelineItem } from '../../../../schemas/orders/timeline';
import { text } from '../../../http/texts';

/** An item of a timeline, and what it is known by among those of the same instant. */
export interface Told {
  key: string;
  item: TimelineItem;
}

/** An event or a deed in words; one that has none is named as it is. */
export const wordsOf = (name: string, locale: Locale): string =>
  text(locale, `event.${name}`) ?? text(locale, `timeline.${name}`) ?? text(locale, `deed.${name}`) ?? name;
