import { type FormEvent, useRef, useState } from 'react';
import { useApi } from '../../../shared/api/api';
import { Failure } from '../../../shared/api/failure';
import { endIntention, intentionKey } from '../../../shared/api/intention';
import { useKept } from '../../../shared/api/kept';
import { ApiProblem, isPassing } from '../../../shared/api/problems';
import { Button } from '../../../shared/ui/button';
import { focusField } from '../../../shared/ui/notice';
import { TextArea } from '../../parts/text-area';
import { useDesk } from '../../words/desk-words';

const FIELD = 'order-note';
/** Characters, as the API takes them. */
const LONGEST = 2_000;

/** Writes a note. What is typed stays until it is written, whatever becomes of the order meanwhile. */
export function NoteForm({ changeId, onWritten }: { changeId: string; onWritten(): void }) {
  const { say } = useDesk();
  const [text, keepText] = useKept(`note.${changeId}`, '');
  const typed = useRef(text);
  typed.current = text;
  const [isMissing, setMissing] = useState(false);
  const { send, isBusy, isWritten, failure, forget } = useWriteNote(changeId);
  const type = (next: string): void => {
    setMissing(false);
    forget();
    keepText(next);
  };
  const write = async (pressed: FormEvent): Promise<void> => {
    pressed.preventDefault();
    if (text.trim() === '') {
      setMissing(true);
      focusField(FIELD);
      return;
    }
    if (!(await send(text.trim()))) return;
    onWritten();
    // What was typed while it was sent is a note of its own.
    if (typed.current === text) keepText('');
  };
  const refused = failure instanceof ApiProblem ? failure.document.errors?.[0]?.detail : undefined;
  return (
    <form className="order-note-form" noValidate onSubmit={(pressed) => void write(pressed)}>
      <TextArea
        id={FIELD}
        label={say('desk.order.notes.text')}
        hint={say('desk.order.notes.hint')}
        value={text}
        onChange={type}
        longest={LONGEST}
        fault={isMissing ? say('desk.order.notes.missing') : refused}
      />
      {failure !== null && <Failure error={failure} />}
      <div className="order-note-send">
        <Button type="submit" kind="quiet" isSmall isBusy={isBusy}>
          {say('desk.order.notes.write')}
        </Button>
        <p role="status" className="second small">
          {isWritten && say('desk.order.notes.written')}
        </p>
      </div>
    </form>
  );
}

function useWriteNote(changeId: string) {
  const { ask } = useApi();
  const [standing, setStanding] = useState<'open' | 'busy' | 'written'>('open');
  const [failure, setFailure] = useState<unknown>(null);
  const forget = (): void => {
    setStanding((now) => (now === 'written' ? 'open' : now));
    setFailure(null);
  };
  /** @returns whether it is written */
  const send = async (text: string): Promise<boolean> => {
    const intention = `note.${changeId}.${text}`;
    const idempotencyKey = intentionKey(intention);
    setStanding('busy');
    setFailure(null);
    try {
      await ask('POST /v1/changes/{changeId}/notes', { params: { changeId }, body: { text }, idempotencyKey });
      endIntention(intention);
      setStanding('written');
      return true;
    } catch (error) {
      // Nobody knows whether one without an answer was written: its key is kept.
      if (!isPassing(error)) endIntention(intention);
      setFailure(error);
      setStanding('open');
      return false;
    }
  };
  return { send, isBusy: standing === 'busy', isWritten: standing === 'written', failure, forget };
}
