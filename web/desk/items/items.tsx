import { Page } from '../../shared/ui/page';
import { useDesk } from '../words/desk-words';

export function SupportItems() {
  const { say } = useDesk();
  return <Page title={say('desk.items.title')}>{null}</Page>;
}
