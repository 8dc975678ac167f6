import { Page } from '../../shared/ui/page';
import { useDesk } from '../words/desk-words';

export function Operators() {
  const { say } = useDesk();
  return <Page title={say('desk.operators.title')}>{null}</Page>;
}
