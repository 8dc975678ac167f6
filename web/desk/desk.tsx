import { Outlet } from '@tanstack/react-router';
import { DeskBar } from './desk-bar/desk-bar';
import { ShortcutsProvider } from './desk-bar/shortcuts';
import { DeskLiveProvider } from './live/desk-live';
import { DeskWords } from './words/desk-words';
import { ZoneProvider } from './zone/zone';

/** What stands around every screen of the desk: its words, the zone that its hours are told in, its line, and its bar. */
export function Desk() {
  return (
    <DeskWords>
      <ZoneProvider>
        <ShortcutsProvider>
          <DeskLiveProvider>
            <DeskBar />
            <Outlet />
          </DeskLiveProvider>
        </ShortcutsProvider>
      </ZoneProvider>
    </DeskWords>
  );
}
