import { Page } from '../../shared/ui/page';
import { useDesk } from '../words/desk-words';

export function Requests() {
  const { say } = useDesk();
  return <Page title={say('desk.requests.title')}>{null}</Page>;
}
