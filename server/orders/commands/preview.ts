import type { Locale } from '../../../billing/facts/types';
import type { SentEventType } from '../../../machines/events';
import { stepFacts } from '../../../machines/subscription-change/step-table';
import type { EventPreview } from '../../../schemas/orders/event-preview';
import type { OrderForesight, OrderView } from '../../../workflows/contract';
import { text } from '../../http/texts';
import { headlineOf } from '../views/headline';

type Foreseen = Extract<OrderForesight, { objection: null }>;

/** The effect of an event as the API tells it: the steps that it would set going, and a text. */
export function eventPreviewOf(
  event: SentEventType,
  { now, leadsTo, path = [leadsTo.state], steps, undecided }: Foreseen,
  { needsSecondPerson, locale }: { needsSecondPerson: boolean; locale: Locale },
): EventPreview {
  const facts = steps.map(stepFacts);
  const after: OrderView = { ...now, ...leadsTo };
  const { stuck } = now.details;
  const clears = stuck !== null && leadsTo.details.stuck === null ? { step: stuck.step, code: stuck.code } : null;
  const preview = {
    changeId: now.details.changeId,
    event,
    sequence: now.sequence,
    state: now.state,
    needsSecondPerson,
    leadsTo: {
      state: leadsTo.state,
      settled: leadsTo.settled,
      done: leadsTo.status !== 'active',
      headline: headlineOf(after, { locale, isBuyer: false }),
      waits: leadsTo.details.waits,
    },
    path: statesOf([now.state, ...path]).slice(1),
    steps: steps.map((step) => {
      const { movesMoney, callsOutside } = stepFacts(step);
      return { step, text: nameOf(step, locale), movesMoney, callsOutside };
    }),
    undecided,
    movesMoney: facts.some(({ movesMoney }) => movesMoney),
    callsOutside: facts.some(({ callsOutside }) => callsOutside),
    mails: facts.flatMap(({ mail }) => (mail === null ? [] : [mail])),
    clears,
  };
  return { ...preview, text: inWords(preview, locale) };
}

/** The states at the top of some paths, none twice in a row. */
const statesOf = (paths: readonly string[]): string[] =>
  paths.map((path) => path.split('.', 1)[0] ?? path).filter((state, index, all) => state !== all[index - 1]);

const nameOf = (step: string, locale: Locale): string => text(locale, `work.${step}`) ?? step;

function inWords(preview: Omit<EventPreview, 'text'>, locale: Locale): string {
  const { needsSecondPerson, steps, undecided, leadsTo, movesMoney, mails } = preview;
  const done = steps.filter(({ step }) => step !== undecided).map((step) => step.text);
  const sentences = [
    needsSecondPerson ? text(locale, 'preview.second_person') : undefined,
    done.length > 0 ? text(locale, 'preview.steps', { steps: done.join(', ') }) : undefined,
    undecided === null
      ? text(locale, 'preview.leads_to', { headline: leadsTo.headline })
      : text(locale, 'preview.undecided', { step: nameOf(undecided, locale) }),
    text(locale, movesMoney ? 'preview.money' : 'preview.no_money'),
    ...mails.map((mail) => text(locale, `preview.mail.${mail}`)),
  ];
  return sentences.filter((sentence) => sentence !== undefined).join(' ');
}
