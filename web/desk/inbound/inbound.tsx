import { Page } from '../../shared/ui/page';
import { useDesk } from '../words/desk-words';

export function InboundEvents() {
  const { say } = useDesk();
  return <Page title={say('desk.inbound.title')}>{null}</Page>;
}
