import { useNavigate, useSearch } from '@tanstack/react-router';
import { usePages } from '../../shared/api/api';
import { Page } from '../../shared/ui/page';
import { Select } from '../../shared/ui/select';
import { List } from '../parts/list';
import { pagedList } from '../parts/paged-list';
import { useDesk } from '../words/desk-words';
import { HandOverRow } from './hand-over-row';
import './hand-overs.css';

/** Whose decision is waited for, as lists of orders are narrowed by it. */
const TEAMS = ['support', 'advisor'] as const;
type Team = (typeof TEAMS)[number];

const A_PAGE = '20';

/** Orders that somebody of ours decides, by whose decision it is, the longest wait first. The address says which team is shown. */
export function HandOvers() {
  const { say } = useDesk();
  const navigate = useNavigate();
  const team = teamIn(useSearch({ strict: false }));
  const choices = (['all', ...TEAMS] as const).map((value) => ({ value, name: say(`desk.hand_overs.team.${value}`) }));
  const choose = (chosen: Team | 'all'): void => {
    const search: object = chosen === 'all' ? {} : { team: chosen };
    void navigate({ to: '/desk/hand-overs', search, replace: true });
  };
  return (
    <Page title={say('desk.hand_overs.title')} lead={say('desk.hand_overs.lead')}>
      <Select id="team" label={say('desk.hand_overs.team')} choices={choices} value={team ?? 'all'} onChange={choose} />
      {(team === null ? TEAMS : [team]).map((one) => (
        <HandOversOf key={one} team={one} />
      ))}
    </Page>
  );
}

function HandOversOf({ team }: { team: Team }) {
  const { say } = useDesk();
  const found = usePages('GET /v1/changes', { query: { waits: team, sort: 'age', limit: A_PAGE } });
  const name = say(`desk.hand_overs.team.${team}`);
  return (
    <section className="hand-overs" aria-labelledby={`team-${team}`}>
      <h2 id={`team-${team}`}>{name}</h2>
      <List
        label={name}
        read={pagedList(found)}
        keyOf={({ changeId }) => changeId}
        empty={{ title: say('desk.hand_overs.empty.title'), text: say('desk.hand_overs.empty.text') }}
        more={say('desk.hand_overs.more')}
      >
        {(order) => <HandOverRow order={order} />}
      </List>
    </section>
  );
}

const teamIn = ({ team }: Record<string, unknown>): Team | null => TEAMS.find((one) => one === team) ?? null;
