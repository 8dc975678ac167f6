import { z } from 'zod';
import { formed } from '../values/forms';

/** Repeated keys arrive as arrays and operators as odd names, so a strict schema refuses both. */
export const NoQuerySchema = z.strictObject({});
export const NoPathSchema = z.strictObject({});

export const LimitSchema = formed('limit').transform(Number).pipe(z.int().min(1).max(100)).default(25);
export const CursorSchema = formed('cursor').exactOptional();

/** One page of a list. */
export const PageQuerySchema = z.strictObject({ limit: LimitSchema, cursor: CursorSchema });
