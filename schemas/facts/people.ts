import { z } from 'zod';
import { MailAddressSchema } from '../values/addresses';
import { InstantSchema } from '../values/dates';
import { inForm } from '../values/forms';
import { IdSchema } from '../values/ids';

/** People as they are brought in and shown. */

export const PersonPathSchema = z.strictObject({ personId: IdSchema });

/** What a mail needs to know of somebody. */
export const PERSON_FACTS = {
  name: z.string().trim().min(1).max(200).check(inForm('oneLine')),
  mailAddress: MailAddressSchema,
  locale: z.enum(['fr', 'en']),
};

const AsOfSchema = InstantSchema.meta({
  description: 'The instant that this is true of. What is told of an earlier one changes nothing.',
});

/** More than anybody looks after. */
const AccountIdsSchema = z.array(IdSchema).max(100);

export const PersonBodySchema = z
  .strictObject({
    ...PERSON_FACTS,
    accountIds: AccountIdsSchema.exactOptional().describe(
      'The accounts they belong to; left out, what is known stays.',
    ),
    asOf: AsOfSchema,
  })
  .meta({
    id: 'PersonFacts',
    example: { name: 'Claire Martin', mailAddress: 'claire@example.com', locale: 'fr', asOf: '2026-03-12T09:30:00Z' },
  });

export const PersonStoredSchema = z
  .strictObject({ status: z.enum(['stored', 'unchanged']), asOf: InstantSchema })
  .meta({ id: 'PersonStored' });

export const MailStandingSchema = z
  .strictObject({ state: z.enum(['ok', 'bounced', 'complained']), since: InstantSchema.nullable() })
  .meta({
    id: 'MailStanding',
    description:
      '`bounced`: mail to this address came back for good, and none is sent there. `complained`: only what must be told is sent there. Another address is `ok` again.',
  });

export const RemindersStoppedAtSchema = InstantSchema.nullable().meta({
  description: 'Since when they are reminded of no seats, because they wish so; null while they are.',
});

export const PersonViewSchema = z
  .strictObject({
    personId: IdSchema,
    name: z.string().nullable(),
    mailAddress: z.string().nullable(),
    locale: z.enum(['fr', 'en']).nullable(),
    hasLeft: z.boolean(),
    accountIds: AccountIdsSchema.exactOptional(),
    asOf: InstantSchema,
    mail: MailStandingSchema,
    remindersStoppedAt: RemindersStoppedAtSchema,
  })
  .meta({ id: 'Person', description: 'Of somebody who left nothing is kept but that.' });
export type PersonView = z.input<typeof PersonViewSchema>;
