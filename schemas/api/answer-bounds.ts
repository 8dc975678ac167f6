import type { z } from 'zod';

/**
 * How large an answer may be, in bytes. Schemas of answers that may be larger than the usual carry their bound, and so
 * does the OpenAPI document, under the name of the extension.
 */
export const MAX_BYTES = 'x-max-bytes';

const KIBIBYTE = 1024;
export const USUAL_BYTES = 64 * KIBIBYTE;
/** An order with its quote and its texts. */
export const ORDER_BYTES = 512 * KIBIBYTE;
/** A page of a list, or a list that has an end. */
export const LIST_BYTES = 1024 * KIBIBYTE;

/** For the `meta` of a schema. */
export const withMaxBytes = (bytes: number): { [MAX_BYTES]: number } => ({ [MAX_BYTES]: bytes });

/** The bound of what a schema describes. */
export const boundOf = (schema: z.ZodType | undefined): number => {
  const told = schema?.meta()?.[MAX_BYTES];
  return typeof told === 'number' ? told : USUAL_BYTES;
};
