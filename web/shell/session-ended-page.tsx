import { LinkButton } from '../shared/ui/button';
import { Page } from '../shared/ui/page';
import { useWords } from '../shared/words/words';
import { signInAddress } from './sign-in';

/** Shown in place of everything once a session has ended while somebody was at work. */
export function SessionEndedPage() {
  const { say } = useWords();
  return (
    <Page title={say('ui.session_ended.title')} lead={say('ui.session_ended.text')} isNarrow>
      <div>
        <LinkButton href={signInAddress()}>{say('ui.sign_in')}</LinkButton>
      </div>
    </Page>
  );
}
