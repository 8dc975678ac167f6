import { z } from 'zod';

/** What a person is to an account, and no more than their own role allows. */
export const StandingSchema = z.enum(['billing_contact', 'seat_admin']).meta({ id: 'Standing' });
