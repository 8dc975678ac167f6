import { useDesk } from '../words/desk-words';
import './desk-bar.css';
import { Keys } from './keys';
import { LiveState } from './live-state';
import { Search } from './search';
import { ZoneMenu } from './zone-menu';

/** Above every screen of the desk: finding an order, how true what is shown still is, whose hours are told, and the keys. */
export function DeskBar() {
  const { say } = useDesk();
  return (
    <section className="desk-bar" aria-label={say('desk.bar')}>
      <Search />
      <LiveState />
      <ZoneMenu />
      <Keys />
    </section>
  );
}
