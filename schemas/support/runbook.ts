import { z } from 'zod';
import { LangSchema } from '../api/requests';
import { formed } from '../values/forms';

/** A section of the runbook as a page shows it beside an act. */

export const RunbookPathSchema = z.strictObject({ code: formed('word') });

export const RunbookQuerySchema = z.strictObject({ lang: LangSchema });

const RunbookPartSchema = z
  .strictObject({
    kind: z.enum(['words', 'code', 'event', 'section']),
    /** As it is read: of an event the words of its button. */
    text: z.string(),
    /** The event that is meant. */
    event: z.string().exactOptional(),
    /** The code of the section that it leads to. */
    section: z.string().exactOptional(),
  })
  .meta({
    id: 'RunbookPart',
    description: 'A part of a text; the texts of all parts together can be read as they are.',
  });

const PartsSchema = z.array(RunbookPartSchema);

const RunbookStepSchema = z
  .strictObject({
    step: z.string(),
    /** The step in words. */
    text: z.string(),
    /** Where the money is while it is stuck. */
    money: z.string().exactOptional(),
  })
  .meta({ id: 'RunbookStep' });

const RunbookEventSchema = z
  .strictObject({
    type: z.string(),
    /** The words of its button. */
    label: z.string(),
    /** Who sends it, in words. */
    by: z.string(),
  })
  .meta({ id: 'RunbookEvent' });

const RunbookPressSchema = z
  .strictObject({
    /** The steps that it is for; none where no step failed. */
    steps: z.array(z.string()),
    text: PartsSchema,
    events: z.array(RunbookEventSchema),
  })
  .meta({ id: 'RunbookPress' });

export const RunbookAdviceSchema = z
  .strictObject({
    code: z.string(),
    title: z.string(),
    /** The steps that it can stop; none where no step failed. */
    steps: z.array(RunbookStepSchema),
    means: PartsSchema,
    check: PartsSchema.exactOptional(),
    press: z.array(RunbookPressSchema),
    /** What the customer sees meanwhile. */
    customer: PartsSchema.exactOptional(),
    /** Left out where it is as the step says. */
    money: PartsSchema.exactOptional(),
  })
  .meta({ id: 'RunbookAdvice' });
export type RunbookAdvice = z.input<typeof RunbookAdviceSchema>;
