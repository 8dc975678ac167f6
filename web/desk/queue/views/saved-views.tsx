import { useState } from 'react';
import { Form, Link } from 'react-aria-components';
import { useApi, useReadAgain, useReading } from '../../../shared/api/api';
import { Failure } from '../../../shared/api/failure';
import { Button } from '../../../shared/ui/button';
import { TextField } from '../../../shared/ui/fields';
import { Icon } from '../../../shared/ui/icons';
import { useWords } from '../../../shared/words/words';
import { useDesk } from '../../words/desk-words';
import { type View, viewAddress } from './view';

/** As long as the API takes, in characters. */
const LONGEST_NAME = 80;

/** The views that somebody has kept, and the way to keep this one. */
export function SavedViews({ view }: { view: View }) {
  const { say } = useDesk();
  const { ask } = useApi();
  const readAgain = useReadAgain();
  const { data, error, refetch } = useReading('GET /v1/saved-views', {});
  const [failure, setFailure] = useState<unknown>(null);
  const doing = async (write: () => Promise<unknown>): Promise<boolean> => {
    setFailure(null);
    try {
      await write();
      await readAgain('GET /v1/saved-views');
      return true;
    } catch (caught) {
      setFailure(caught);
      return false;
    }
  };
  const save = (name: string) =>
    doing(() =>
      ask('PUT /v1/saved-views/{viewId}', { params: { viewId: crypto.randomUUID() }, body: { name, query: view } }),
    );
  const forget = (viewId: string) => doing(() => ask('DELETE /v1/saved-views/{viewId}', { params: { viewId } }));
  return (
    <section>
      <h2>{say('desk.queue.views')}</h2>
      {data !== undefined && data.items.length > 0 && (
        <ul className="counts">
          {data.items.map(({ viewId, name, query }) => (
            <li key={viewId} className="saved-view">
              <Link href={viewAddress(query)} {...(isSame(query, view) ? { 'aria-current': 'true' as const } : {})}>
                {name}
              </Link>
              <Button
                kind="plain"
                isSmall
                onPress={() => void forget(viewId)}
                aria-label={say('desk.queue.views.forget', { name })}
              >
                <Icon name="close" />
              </Button>
            </li>
          ))}
        </ul>
      )}
      {error !== null && data === undefined && <Failure error={error} onRetry={() => void refetch()} />}
      <SaveView onSave={save} />
      {failure !== null && <Failure error={failure} />}
    </section>
  );
}

const isSame = (one: View, other: View): boolean => viewAddress(one) === viewAddress(other);

function SaveView({ onSave }: { onSave(name: string): Promise<boolean> }) {
  const { say } = useDesk();
  const { say: sayAll } = useWords();
  const [name, setName] = useState<string | null>(null);
  if (name === null) {
    return (
      <Button kind="plain" isSmall onPress={() => setName('')}>
        {say('desk.queue.views.save')}
      </Button>
    );
  }
  const save = async (): Promise<void> => {
    if (name.trim() !== '' && (await onSave(name.trim()))) setName(null);
  };
  return (
    <Form
      className="save-view"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField
        id="view-name"
        label={say('desk.queue.views.name')}
        value={name}
        onChange={(typed) => setName(typed.slice(0, LONGEST_NAME))}
      />
      <div className="acts">
        <Button type="submit" kind="quiet" isSmall>
          {say('desk.queue.views.keep')}
        </Button>
        <Button kind="plain" isSmall onPress={() => setName(null)}>
          {sayAll('ui.close')}
        </Button>
      </div>
    </Form>
  );
}
