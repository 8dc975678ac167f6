import { z } from 'zod';

/** The answer to every request that was not carried out (RFC 9457). */
export const ProblemDocumentSchema = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    /** Stable: programs branch on this, never on a text. */
    code: z.string(),
    detail: z.string().optional(),
    instance: z.string(),
    requestId: z.string(),
    /** The next thing to do, in the caller's language. */
    next: z.string().optional(),
    /** What happened and what to do, in the words of somebody who uses a page. */
    forPeople: z.string().optional(),
    errors: z
      .array(
        z.strictObject({
          pointer: z.string(),
          code: z.string(),
          detail: z.string(),
          /** The value with which the field would do, where one is known. */
          wouldDo: z.union([z.string(), z.number()]).optional(),
        }),
      )
      .optional(),
    /** How many more fields are wrong than are named, in the caller's language. */
    moreErrors: z.string().optional(),
  })
  .meta({ id: 'Problem' });
