import { message, type Readership } from '../../billing/explanation/messages';
import { RUNBOOK, sectionsIn } from '../../locales/runbook';
import { addressOf } from '../../store/facts/pages';
import type { SupportMail } from '../../store/facts/settings';
import type { mailWords } from './outbox';
import { type Found, type SupportCause, type SupportMailKind, stuckMinutesOf, timeFor } from './support-causes';

/** The section of the runbook that tells what to do; of stuck orders it is the one of their code. */
const RUNBOOK_SECTIONS: Readonly<Record<Exclude<SupportMailKind, 'support.stuck'>, string>> = {
  'support.handedOver': 'handed_over',
  'support.secondPerson': 'second_person',
  'support.mailsGivenUp': 'mails_given_up',
  'support.eventsUnheeded': 'inbound_events',
};

/** As the page of the runbook in this language heads it. */
const headingOf = (section: string, { locale }: Pick<Readership, 'locale'>): string =>
  sectionsIn(RUNBOOK[locale])[section]?.title ?? section;

/** What a support team is told: how many, since when, the oldest of them, and what to do. It names orders, and nobody. */
export function supportMailToSay(
  { kind, code }: Pick<SupportCause, 'kind' | 'code'>,
  { count, isMore, oldest, lines, others, page }: Found,
  team: SupportMail,
  at: Date,
): Parameters<typeof mailWords>[0] {
  const link = addressOf(page.path, team.deskUrl);
  const more = isMore ? 'yes' : 'no';
  return {
    kind,
    changeId: null,
    facts: (reader) => ({
      count,
      isMore: more,
      oldest: timeFor(oldest, reader),
      minutes: stuckMinutesOf(team),
      section: headingOf(kind === 'support.stuck' ? String(code) : RUNBOOK_SECTIONS[kind], reader),
      ...(code === null ? {} : { code, what: message(reader, `stuck.${code}`, {}) }),
    }),
    more(reader) {
      const rest = others === 0 ? [] : [message(reader, 'mail.support.others', { others, isMore: more })];
      return [...lines(reader), ...rest, message(reader, 'mail.support.note', { at: timeFor(at, reader) })];
    },
    ...(link === undefined ? {} : { page: { button: page.button, link } }),
  };
}
