import type { z } from 'zod';
import { DESK_ACTS } from '../../machines/events';
import { ChangePathSchema } from '../../schemas/orders/order';
import { NoteWrittenSchema, WritingNoteSchema } from '../../schemas/support/notes';
import { type Call, type Handled, type MountedOperation, operation } from '../api/operation';
import { actorOf } from '../api/principal';
import { noteIdOf } from '../http/identifiers';
import { Problem } from '../http/problem';
import type { AuditTrail } from '../identity/audit-trail';
import type { VisibleOrders } from '../orders/views/visible-orders';
import type { ServerStore } from '../ports';

/** Notes that an order takes: more than anybody reads. */
const MOST_NOTES = 200;

type WriteCall = Call<z.output<typeof ChangePathSchema>, unknown, z.output<typeof WritingNoteSchema>>;

interface NoteParts extends Pick<ServerStore, 'orders' | 'orderNotes'> {
  visible: VisibleOrders;
  trail: AuditTrail;
  now(): Date;
}

/** Notes are read in the timeline. */
export const noteRoutes = (parts: NoteParts): MountedOperation[] => [
  operation('Support', 'POST /v1/changes/{changeId}/notes', {
    id: 'writeNote',
    summary: 'Write a note on an order for colleagues, also when the order is over; nobody else is told of it',
    description:
      'A note is never changed. `GET /v1/changes/{changeId}/timeline?kind=note` reads them; that one was written is in the audit ' +
      'trail, and its text is not.',
    roles: DESK_ACTS.NOTE.senders,
    params: ChangePathSchema,
    body: WritingNoteSchema,
    answers: { 201: { description: 'It is written.', schema: NoteWrittenSchema } },
    handle: (call) => write(parts, call),
  }),
];

async function write({ orders, orderNotes, visible, trail, now }: NoteParts, call: WriteCall): Promise<Handled> {
  const { changeId } = call.params;
  const { tenantId } = call.principal;
  const { userId: authorId, role } = actorOf(call);
  const { state, sequence } = await visible.allowed(call, changeId, 'view');
  const noteId = noteIdOf(call.requestKey, changeId);
  // Written down first, as every deed: what colleagues read is on record, whatever happens next.
  const deed = { entryId: `note:${noteId}`, action: 'NOTE', changeId, before: { state, sequence }, facts: { noteId } };
  await trail.note(call, deed);
  const { text } = call.body;
  const note = await orderNotes.write({ tenantId, changeId, noteId, text, authorId, role, at: now() }, MOST_NOTES);
  if (note === null) {
    await trail.note(call, { ...deed, entryId: `${deed.entryId}:outcome`, action: 'NOTE:refused' });
    throw new Problem('too_many_notes', { facts: { most: MOST_NOTES } });
  }
  await orders.noteNotes({ tenantId, changeId }, note.number);
  return { status: 201, body: { changeId, noteId, at: note.at.toISOString() } };
}
