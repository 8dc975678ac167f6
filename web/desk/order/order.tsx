import { Page } from '../../shared/ui/page';
import { useDesk } from '../words/desk-words';

export function DeskOrder() {
  const { say } = useDesk();
  return (
    <Page isWide title={say('desk.order.title')}>
      {null}
    </Page>
  );
}
