import { Page } from '../../shared/ui/page';
import { useDesk } from '../words/desk-words';

export function Audit() {
  const { say } = useDesk();
  return <Page title={say('desk.audit.title')}>{null}</Page>;
}
