import { Outlet } from '@tanstack/react-router';
import { useWords } from '../shared/words/words';
import { Header } from './header';
import { SessionWatch } from './session-watch';
import './shell.css';

/** What stands around every screen. */
export function Shell() {
  const { say } = useWords();
  return (
    <>
      <a className="skip" href="#main">
        {say('ui.skip')}
      </a>
      <Header />
      <Outlet />
      <SessionWatch />
    </>
  );
}
