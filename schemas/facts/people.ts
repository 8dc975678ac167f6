import { z } from 'zod';
import { LIST_BYTES, withMaxBytes } from '../api/answer-bounds';
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

export const PersonBodySchema = z.strictObject({ ...PERSON_FACTS, asOf: AsOfSchema }).meta({ id: 'PersonFacts' });

export const PersonStoredSchema = z
  .strictObject({ status: z.enum(['stored', 'unchanged']), asOf: InstantSchema })
  .meta({ id: 'PersonStored' });

export const PersonViewSchema = z
  .strictObject({
    personId: IdSchema,
    name: z.string().nullable(),
    mailAddress: z.string().nullable(),
    locale: z.enum(['fr', 'en']).nullable(),
    hasLeft: z.boolean(),
    asOf: InstantSchema,
    mail: z.strictObject({ state: z.enum(['ok', 'bounced', 'complained']), since: InstantSchema.nullable() }).meta({
      description:
        '`bounced`: mail to this address came back for good, and none is sent there. `complained`: only what must be told is sent there. Another address is `ok` again.',
    }),
    remindersStoppedAt: InstantSchema.nullable().meta({
      description: 'Since when they are reminded of no seats, because they wish so; null while they are.',
    }),
  })
  .meta({ id: 'Person', description: 'Of somebody who left nothing is kept but that.' });
export type PersonView = z.input<typeof PersonViewSchema>;

/** As many as an account names: billing contacts and seat administrators. */
const MOST_PEOPLE = 200;

export const AccountPeopleSchema = z
  .strictObject({
    accountId: IdSchema,
    items: z
      .array(
        z.strictObject({
          personId: IdSchema,
          isBillingContact: z.boolean(),
          isSeatAdmin: z.boolean(),
          person: PersonViewSchema.nullable(),
        }),
      )
      .max(MOST_PEOPLE),
  })
  .meta({
    id: 'AccountPeople',
    description: 'Who decides for an account. `person` is null while nobody has told of them: no mail reaches them.',
    ...withMaxBytes(LIST_BYTES),
  });
