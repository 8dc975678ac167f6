import type { Role } from '../../machines/events';
import { type Connection, collectionOf } from '../mongo/collection';
import { findPlain, firstPlain, insertOnce, listPlain } from '../mongo/documents';
import { untilWritten } from '../mongo/until-written';

/** What somebody at support wrote down about an order for colleagues. It is never changed, and kept as long as its order. */
export interface OrderNote {
  tenantId: string;
  changeId: string;
  /** Unique: a repeated request writes the same note. */
  noteId: string;
  /** Its place among the notes of its order, from 1. */
  number: number;
  text: string;
  authorId: string;
  /** That the author wrote it in. */
  role: Role;
  at: Date;
}

/** Append only: nothing here changes or removes a note. */
export interface OrderNotes {
  /**
   * Writes a note, once, after those that the order has.
   *
   * @param most notes that an order takes
   * @returns the note as it stands; null where the order takes no more
   */
  write(note: Omit<OrderNote, 'number'>, most: number): Promise<OrderNote | null>;
  /** The latest first. */
  listOfChange(tenantId: string, changeId: string, limit: number): Promise<OrderNote[]>;
}

export function orderNotesIn(connection: Connection): OrderNotes {
  const model = collectionOf<OrderNote>(
    connection,
    'ordernotes',
    {
      requiredText: ['tenantId', 'changeId', 'noteId', 'text', 'authorId', 'role'],
      requiredNumber: ['number'],
      requiredInstant: ['at'],
    },
    [
      [{ tenantId: 1, noteId: 1 }, { unique: true }],
      [{ tenantId: 1, changeId: 1, number: 1 }, { unique: true }],
    ],
  );
  return {
    write: (note, most) =>
      untilWritten('notes of an order', async () => {
        const { tenantId, changeId, noteId } = note;
        const written = await findPlain(model, { tenantId, noteId });
        if (written !== null) return written;
        const last = await firstPlain(model, { tenantId, changeId }, { number: -1 }, { number: 1 });
        const number = (last?.number ?? 0) + 1;
        if (number > most) return null;
        // Numbers are unique, so that of two who write at once one looks again.
        await insertOnce(model, { ...note, number });
        return undefined;
      }),
    listOfChange: (tenantId, changeId, limit) =>
      listPlain(model, { tenantId, changeId }, { sort: { number: -1 }, limit }),
  };
}
