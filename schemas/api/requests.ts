import { z } from 'zod';
import { formed } from '../values/forms';
import { LIST_BYTES, withMaxBytes } from './answer-bounds';

/** Items of a page. */
export const MOST_ITEMS = 100;

export const LimitSchema = formed('limit').transform(Number).pipe(z.int().min(1).max(MOST_ITEMS)).default(25);
export const CursorSchema = formed('cursor').exactOptional();

/** Where the list goes on; null at its end. */
export const NextSchema = z.string().nullable();

/** An answer with a page of a list. */
export const listPage = <Item extends z.ZodType>(id: string, item: Item) =>
  z.strictObject({ items: z.array(item).max(MOST_ITEMS), next: NextSchema }).meta({ id, ...withMaxBytes(LIST_BYTES) });

/** Asks for one page of a list. */
export const PageQuerySchema = z.strictObject({ limit: LimitSchema, cursor: CursorSchema });

/** For what is opened as a link: the language of the answer, before what the browser prefers. */
export const LangSchema = z
  .enum(['fr', 'en'])
  .exactOptional()
  .describe('Language of the answer; it wins over Accept-Language.');
