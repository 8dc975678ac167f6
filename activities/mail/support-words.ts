import { message } from '../../billing/explanation/messages';
import { addressOf } from '../../store/facts/pages';
import type { SupportMail } from '../../store/facts/settings';
import type { mailWords } from './outbox';
import { type Found, type SupportCause, type SupportMailKind, stuckMinutesOf, timeFor } from './support-causes';

/** Where the runbook (docs/support-runbook.md) tells what to do; of stuck orders the section is named after the code. */
const RUNBOOK_SECTIONS: Readonly<Record<Exclude<SupportMailKind, 'support.stuck'>, string>> = {
  'support.handedOver': 'A change handed to support or the advisor',
  'support.secondPerson': 'A request that waits for a second person',
  'support.mailsGivenUp': 'Mails that were given up',
  'support.eventsUnheeded': 'Events from outside that nobody knows',
};

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
      section: kind === 'support.stuck' ? String(code) : RUNBOOK_SECTIONS[kind],
      ...(code === null ? {} : { code, what: message(reader, `stuck.${code}`, {}) }),
    }),
    more(reader) {
      const rest = others === 0 ? [] : [message(reader, 'mail.support.others', { others, isMore: more })];
      return [...lines(reader), ...rest, message(reader, 'mail.support.note', { at: timeFor(at, reader) })];
    },
    ...(link === undefined ? {} : { page: { button: page.button, link } }),
  };
}
