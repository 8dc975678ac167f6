import { useLocation, useRouter } from '@tanstack/react-router';
import { Link } from 'react-aria-components';
import { accountName, useShownAccount, withAccount } from '../shared/api/account';
import { useSession } from '../shared/api/api';
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

interface Part {
  path: string;
  name: WordKey;
  roles: readonly Role[];
  /** Other addresses that belong to it. */
  also?: string;
}

const STAFF: readonly Role[] = ['support_agent', 'support_lead', 'operator'];

/** Where somebody begins: at their subscriptions, or at the queue. */
export const homeOf = (role: Role): string => (STAFF.includes(role) ? '/desk' : '/billing');

/** The parts of the application, and whose they are. */
const PARTS: readonly Part[] = [
  {
    path: '/billing',
    name: 'ui.billing.home.title',
    roles: ['billing_contact', 'seat_admin'],
    also: '/billing/subscriptions/',
  },
  { path: '/billing/orders', name: 'ui.billing.orders.title', roles: ['billing_contact'], also: '/billing/orders/' },
  { path: '/billing/balance', name: 'ui.billing.balance.title', roles: ['billing_contact'] },
  { path: '/desk', name: 'ui.desk.queue', roles: STAFF, also: '/desk/orders/' },
  { path: '/desk/hand-overs', name: 'ui.desk.hand_overs', roles: STAFF },
  { path: '/desk/requests', name: 'ui.desk.requests', roles: STAFF },
  { path: '/desk/items', name: 'ui.desk.items', roles: STAFF },
  { path: '/desk/seats', name: 'ui.desk.seats', roles: STAFF },
  { path: '/desk/inbound', name: 'ui.desk.inbound', roles: STAFF },
  { path: '/desk/mails', name: 'ui.desk.mails', roles: STAFF },
  { path: '/desk/bulk', name: 'ui.desk.bulk', roles: STAFF, also: '/desk/bulk/' },
  { path: '/desk/audit', name: 'ui.desk.audit', roles: ['support_lead', 'operator'] },
  { path: '/desk/operators', name: 'ui.desk.operators', roles: STAFF },
];

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

export function Header() {
  const { say } = useWords();
  const { pathname } = useLocation();
  const { role } = useSession();
  const { accountId, standing } = useShownAccount();
  // At one account somebody may look after seats only, whatever they do at another.
  const parts = PARTS.filter(({ roles }) => roles.includes(role) && (standing === null || roles.includes(standing)));
  const isHere = ({ path, also }: Part): boolean =>
    pathname === path || (also !== undefined && pathname.startsWith(also));
  return (
    <header className="header">
      <div className="header-row">
        <Wordmark href={withAccount(homeOf(role), accountId)} />
        <nav className="areas-nav" aria-label={say('ui.areas')}>
          <ul className="areas">
            {parts.map((part) => (
              <li key={part.path}>
                <Link
                  href={withAccount(part.path, accountId)}
                  {...(isHere(part) ? { 'aria-current': 'page' as const } : {})}
                >
                  {say(part.name)}
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
  const session = useSession();
  const { accountId, name: account } = useShownAccount();
  const router = useRouter();
  const person = session.displayName ?? session.userId ?? session.tenantId;
  const themes = THEMES.map((one) => ({ value: one, name: say(`ui.theme.${one}`) }));
  const accounts = session.accounts.map((one) => ({ value: one.accountId, name: accountName(one) }));
  const ofAccount = {
    title: say('ui.account'),
    choices: accounts,
    value: accountId ?? '',
    onChoose: (chosen: string) => void router.navigate({ href: withAccount('/billing', chosen) }),
  };
  return (
    <Menu
      aloud={say('ui.person.button')}
      button={
        <>
          <Icon name="person" />
          <span className="person">{account === null ? person : `${account} · ${person}`}</span>
        </>
      }
      choices={[
        ...(accounts.length > 1 ? [ofAccount] : []),
        { title: say('ui.theme'), choices: themes, value: theme, onChoose: chooseTheme },
      ]}
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
