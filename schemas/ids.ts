import { z } from 'zod';

/** Letters, digits, "_" and "-" only: an id never needs escaping in a path, a workflow id or a log line. */
const ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** Whether a text can be an id of ours at all. */
export const isId = (text: string): boolean => ID.test(text);

export const Id = z.string().regex(ID).meta({ id: 'Id', description: 'Letters, digits, "_" and "-", at most 64.' });
