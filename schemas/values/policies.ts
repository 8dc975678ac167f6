import { z } from 'zod';
import { PRESETS } from '../../billing/policies/presets';

export const PresetNameSchema = z.enum(PRESETS.map(({ name }) => name)).meta({
  id: 'PresetName',
  description: 'A named policy of docs/policies.md.',
});
