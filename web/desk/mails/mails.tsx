import { usePages } from '../../shared/api/api';
import { Page } from '../../shared/ui/page';
import { Done, useTold } from '../parts/done';
import { List } from '../parts/list';
import { pagedList } from '../parts/paged-list';
import { RunbookHelp } from '../parts/runbook-help';
import { useDesk } from '../words/desk-words';
import { MailRow } from './mail-row';

const A_PAGE = '25';

/** Mails that were given up, with why, and what the runbook says of each reason; they are sent again once it is gone. */
export function MailsGivenUp() {
  const { say } = useDesk();
  const [told, tell] = useTold();
  const found = usePages('GET /v1/mails', { query: { status: 'failed', limit: A_PAGE } });
  const title = say('desk.mails.title');
  return (
    <Page title={title} lead={say('desk.mails.lead')}>
      <Done told={told} />
      <RunbookHelp code="mails_given_up" about={title} />
      <List
        label={title}
        read={pagedList(found)}
        keyOf={({ key }) => key}
        empty={{ title: say('desk.mails.empty.title'), text: say('desk.mails.empty.text') }}
        more={say('desk.mails.more')}
      >
        {(mail) => (
          <MailRow
            mail={mail}
            onResent={() => {
              tell(say('desk.mails.resent', { mail: mail.label }));
              void found.refetch();
            }}
          />
        )}
      </List>
    </Page>
  );
}
