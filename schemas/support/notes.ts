import { z } from 'zod';
import { DESK_ACTS } from '../../machines/events';
import { bodyOf } from '../orders/events';
import { InstantSchema } from '../values/dates';
import { IdSchema } from '../values/ids';

/** Notes of support on an order; they are read in its timeline. */

export const WritingNoteSchema = bodyOf(DESK_ACTS.NOTE).meta({
  id: 'WritingNote',
  description: 'For colleagues alone. A tab counts as a space; the only control characters taken are line breaks.',
  example: { text: 'The customer calls back on Monday.\nAsk for Ms Martin.' },
});

/** Without the text, so that no memory of answers keeps it. */
export const NoteWrittenSchema = z.strictObject({ changeId: IdSchema, noteId: IdSchema, at: InstantSchema }).meta({
  id: 'NoteWritten',
});
