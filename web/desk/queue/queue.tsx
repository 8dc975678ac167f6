import { Page } from '../../shared/ui/page';
import { useDesk } from '../words/desk-words';

export function Queue() {
  const { say } = useDesk();
  return (
    <Page isWide title={say('desk.queue.title')}>
      {null}
    </Page>
  );
}
