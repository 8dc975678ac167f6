import { z } from 'zod';
import { formed } from '../values/forms';

export const LimitSchema = formed('limit').transform(Number).pipe(z.int().min(1).max(100)).default(25);
export const CursorSchema = formed('cursor').exactOptional();

/** One page of a list. */
export const PageQuerySchema = z.strictObject({ limit: LimitSchema, cursor: CursorSchema });
