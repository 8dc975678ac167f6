import { Page } from '../../shared/ui/page';
import { useDesk } from '../words/desk-words';

export function HandOvers() {
  const { say } = useDesk();
  return <Page title={say('desk.hand_overs.title')}>{null}</Page>;
}
