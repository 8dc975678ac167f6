import { useLocation } from '@tanstack/react-router';
import { Link } from 'react-aria-components';
import { useApi } from '../shared/api/api';
import type { Schemas } from '../shared/api/api-types';
import { Icon } from '../shared/ui/icons';
import { Menu } from '../shared/ui/menu';
import { chooseTheme, type Theme, useTheme } from '../shared/ui/theme';
import type { WordKey } from '../shared/words/catalogue';
import { LANGUAGES, OWN_NAMES } from '../shared/words/languages';
import { useWords } from '../shared/words/words';
import { signInAddress } from './sign-in';
import { Wordmark } from './wordmark';

type Role = Schemas['Session']['role'];

/** The areas of the application, and whose they are. */
const AREAS: readonly { path: string; name: WordKey; roles: readonly Role[] }[] = [
  { path: '/billing', name: 'ui.area.billing', roles: ['billing_contact', 'seat_admin'] },
];

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

export function Header() {
  const { say } = useWords();
  const { pathname } = useLocation();
  const { role } = useApi().session;
  const areas = AREAS.filter(({ roles }) => roles.includes(role));
  return (
    <header className="header">
      <div className="header-row">
        <Wordmark href={areas[0]?.path ?? '/'} />
        <nav className="areas-nav" aria-label={say('ui.areas')}>
          <ul className="areas">
            {areas.map(({ path, name }) => (
              <li key={path}>
                <Link href={path} {...(pathname.startsWith(path) ? { 'aria-current': 'page' as const } : {})}>
                  {say(name)}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="tools">
          <LanguageMenu />
          <PersonMenu />
        </div>
      </div>
    </header>
  );
}

function LanguageMenu() {
  const { say, language, speak } = useWords();
  const choices = LANGUAGES.map((one) => ({ value: one, name: OWN_NAMES[one], language: one }));
  return (
    <Menu
      aloud={say('ui.language.button')}
      button={
        <>
          <Icon name="globe" />
          <span>{language.toUpperCase()}</span>
        </>
      }
      choices={[{ title: say('ui.language'), choices, value: language, onChoose: speak }]}
    />
  );
}

function PersonMenu() {
  const { say } = useWords();
  const theme = useTheme();
  const { session } = useApi();
  const name = session.userId ?? session.tenantId;
  const choices = THEMES.map((one) => ({ value: one, name: say(`ui.theme.${one}`) }));
  return (
    <Menu
      aloud={say('ui.person.button')}
      button={
        <>
          <Icon name="person" />
          <span className="person">{name}</span>
        </>
      }
      choices={[{ title: say('ui.theme'), choices, value: theme, onChoose: chooseTheme }]}
      deeds={[{ name: say('ui.sign_out'), onPress: () => void signOut(session.csrfToken) }]}
    />
  );
}

/** Whoever comes next at this machine finds nothing of what was typed. */
async function signOut(csrfToken: string | null): Promise<void> {
  await fetch('/auth/sign-out', { method: 'POST', headers: { 'X-CSRF-Token': csrfToken ?? '' } });
  sessionStorage.clear();
  window.location.assign(signInAddress({ pathname: '/billing', search: '' }));
}
