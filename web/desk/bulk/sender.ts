import type { Schemas } from '../../shared/api/api-types';

/** Bulks are sent, and steered, by these alone. */
export const BULK_SENDER: Schemas['Session']['role'] = 'support_lead';
