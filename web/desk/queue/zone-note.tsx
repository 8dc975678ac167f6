import { useDesk } from '../words/desk-words';
import { useChosenZone, useDeskTime, zoneText } from '../zone/zone';

/** Whoever chose the hours of the account is told that a list of many accounts has the reader’s. */
export function ZoneNote() {
  const { say } = useDesk();
  const { choice } = useChosenZone();
  const { zone } = useDeskTime();
  if (choice !== 'account') return null;
  return <p className="second small">{say('desk.zone.account_unknown', { zone: zoneText(zone) })}</p>;
}
