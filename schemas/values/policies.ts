import { z } from 'zod';
import { PRESETS } from '../../billing/policies/presets';

export const PresetNameSchema = z.enum(PRESETS.map(({ name }) => name)).meta({
  id: 'PresetName',
  description: 'A named policy of docs/policies.md.',
});

export const PolicyGapSchema = z
  .strictObject({
    axis: z.enum(['credit', 'charge', 'creditBasis', 'changeDayOwner']),
    choice: z.string(),
    favours: z.enum(['customer', 'seller', 'either']).describe('Who has the advantage of it.'),
    text: z.string(),
  })
  .meta({ id: 'PolicyGap', description: 'What a policy gives away or asks twice, and how much of it at the most.' });

/** No policy has more: one an axis. */
export const MOST_GAPS = 4;
