import { Menu } from '../../shared/ui/menu';
import { useDesk } from '../words/desk-words';
import { useChosenZone, useDeskTime, ZONE_CHOICES } from '../zone/zone';

/** Whose hours are told; the zone is named, so that no hour stands without one. */
export function ZoneMenu() {
  const { say } = useDesk();
  const { choice, choose } = useChosenZone();
  const { zone } = useDeskTime();
  const choices = ZONE_CHOICES.map((one) => ({ value: one, name: say(`desk.bar.zone.${one}`) }));
  const shown = choice === 'account' ? say('desk.bar.zone.account') : zone.replaceAll('_', ' ');
  return (
    <Menu
      button={shown}
      aloud={say('desk.bar.zone.button')}
      choices={[{ title: say('desk.bar.zone'), choices, value: choice, onChoose: choose }]}
    />
  );
}
