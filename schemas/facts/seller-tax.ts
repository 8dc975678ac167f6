import { z } from 'zod';
import { CountrySchema } from '../values/countries';

const ThresholdSchema = z.enum(['below', 'reached']);

/** Tax settings of a seller; docs/tax.md tells what each part decides. */
export const SellerTaxSchema = z
  .strictObject({
    /** Member state that the seller is established in. */
    country: CountrySchema,
    /** Its own VAT number: with it the register gives a consultation number. Null where it has none. */
    vatNumber: z.string().trim().min(4).max(64).nullable(),
    /** Registered for the Union one-stop shop; also how a small seller opts in to VAT of the customer's state. */
    oss: z.boolean(),
    /** Countries where it is registered for VAT besides its own: a member state, GB, CH or NO. */
    registrations: z.array(CountrySchema).max(40),
    thresholds: z.strictObject({
      /** EUR 10 000 of cross-border sales to consumers, this calendar year or the last. */
      euCrossBorder: ThresholdSchema,
      /** CHF 100 000 worldwide; taken as reached when left out. */
      switzerland: ThresholdSchema.exactOptional(),
      /** NOK 50 000 to Norwegian consumers in twelve months; taken as reached when left out. */
      norway: ThresholdSchema.exactOptional(),
    }),
    /** Whether customers buy as businesses. */
    customers: z.enum(['b2b', 'b2c']),
    /** Policy for a VAT number that cannot be verified. */
    vatPolicy: z.enum(['hold', 'charge_then_credit']),
    /** A confirmation of a number on file that is older is asked for again at the next order; 180 when left out. */
    vatConfirmationDays: z.int().min(1).max(3_650).exactOptional(),
  })
  .meta({ id: 'SellerTax' });

export type SellerTax = z.output<typeof SellerTaxSchema>;
