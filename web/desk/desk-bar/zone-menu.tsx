import { Menu } from '../../shared/ui/menu';
import { useDesk } from '../words/desk-words';
import { useChosenZone, useDeskTime, ZONE_CHOICES, zoneText } from '../zone/zone';

/** Whose hours are told; the zone is named, so that no hour stands without one. */
export function ZoneMenu() {
  const { say } = useDesk();
  const { choice, choose, ofAccount } = useChosenZone();
  const { zone: own } = useDeskTime();
  const choices = ZONE_CHOICES.map((one) => ({ value: one, name: say(`desk.bar.zone.${one}`) }));
  const zone = zoneText(choice === 'account' ? (ofAccount ?? own) : own);
  const shown =
    choice === 'account'
      ? say(ofAccount === null ? 'desk.bar.zone.account_unknown' : 'desk.bar.zone.account_in', { zone })
      : zone;
  return (
    <Menu
      button={shown}
      aloud={say('desk.bar.zone.button')}
      choices={[{ title: say('desk.bar.zone'), choices, value: choice, onChoose: choose }]}
    />
  );
}
