import { Page } from '../../shared/ui/page';
import { useDesk } from '../words/desk-words';

export function BulkRun() {
  const { say } = useDesk();
  return <Page title={say('desk.bulk.title')}>{null}</Page>;
}
