import { z } from 'zod';
import { formed } from '../values/forms';

export const LimitSchema = formed('limit').transform(Number).pipe(z.int().min(1).max(100)).default(25);
export const CursorSchema = formed('cursor').exactOptional();

/** Where the list goes on; null at its end. */
export const NextSchema = z.string().nullable();

/** An answer with a page of a list. */
export const listPage = <Item extends z.ZodType>(id: string, item: Item) =>
  z.strictObject({ items: z.array(item), next: NextSchema }).meta({ id });

/** Asks for one page of a list. */
export const PageQuerySchema = z.strictObject({ limit: LimitSchema, cursor: CursorSchema });
