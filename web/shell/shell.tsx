import { Navigate, Outlet, useLocation } from '@tanstack/react-router';
import { useSession } from '../shared/api/api';
import { useWords } from '../shared/words/words';
import { Header, homeOf } from './header';
import { SessionWatch } from './session-watch';
import './shell.css';

/** What stands around every screen. */
export function Shell() {
  const { say } = useWords();
  const { pathname } = useLocation();
  const home = homeOf(useSession().role);
  // Whoever signs in without saying where to go comes to the subscriptions, and staff have none.
  if (pathname === '/billing' && home !== pathname) return <Navigate to={home} replace />;
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
