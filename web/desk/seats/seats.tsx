import { Page } from '../../shared/ui/page';
import { useDesk } from '../words/desk-words';

export function SeatFollowUps() {
  const { say } = useDesk();
  return <Page title={say('desk.seats.title')}>{null}</Page>;
}
