import { useSession } from '../../shared/api/api';
import { Page } from '../../shared/ui/page';
import { useDesk } from '../words/desk-words';
import { ApiKeys } from './api-keys';
import { Readiness } from './readiness';
import { SettingsHistory } from './settings-history';
import { SettingsNow } from './settings-now';
import { Workers } from './workers';
import './operators.css';

/** How the service runs: whether it is ready, who works for orders, what the seller decides and who changed it, and the keys of the API. */
export function Operators() {
  const { say } = useDesk();
  const { role } = useSession();
  return (
    <Page title={say('desk.operators.title')} lead={say('desk.operators.lead')}>
      <Readiness />
      {role !== 'support_agent' && <Workers />}
      <SettingsNow />
      <SettingsHistory />
      {role !== 'support_agent' && <ApiKeys />}
    </Page>
  );
}
