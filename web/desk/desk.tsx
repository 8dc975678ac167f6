import { Outlet } from '@tanstack/react-router';
import { DeskWords } from './words/desk-words';
import { ZoneProvider } from './zone/zone';

/** What stands around every screen of the desk: its words, and the zone that its hours are told in. */
export function Desk() {
  return (
    <DeskWords>
      <ZoneProvider>
        <Outlet />
      </ZoneProvider>
    </DeskWords>
  );
}
