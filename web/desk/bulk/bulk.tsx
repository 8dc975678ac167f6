import { Page } from '../../shared/ui/page';
import { useDesk } from '../words/desk-words';

export function Bulks() {
  const { say } = useDesk();
  return <Page title={say('desk.bulk.title')}>{null}</Page>;
}
