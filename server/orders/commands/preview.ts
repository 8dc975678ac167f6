import type { Locale } from '../../../billing/facts/types';
import { stepFacts } from '../../../machines/subscription-change/step-table';
import type { ActName } from '../../../schemas/orders/acts';
import type { EventPreview } from '../../../schemas/orders/event-preview';
import type { OrderForesight, OrderView } from '../../../workflows/contract';
import { text } from '../../http/texts';
import { headlineOf } from '../views/headline';

export type ActForesight = Extract<OrderForesight, { objection: null }>;

/** What an act does besides the steps of its order. */
export interface BesideSteps {
  /** In words. */
  sentence: string;
  movesMoney: boolean;
  mails: EventPreview['mails'];
}

/** The effect of an event, or of another act, as the API tells it: the steps that it would set going, and a text. */
export function eventPreviewOf(
  event: ActName,
  { now, leadsTo, path = [leadsTo.state], steps, undecided }: ActForesight,
  { needsSecondPerson, locale }: { needsSecondPerson: boolean; locale: Locale },
  beside: BesideSteps | null = null,
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
    movesMoney: beside?.movesMoney === true || facts.some(({ movesMoney }) => movesMoney),
    callsOutside: facts.some(({ callsOutside }) => callsOutside),
    mails: [...facts.flatMap(({ mail }) => (mail === null ? [] : [mail])), ...(beside?.mails ?? [])],
    clears,
  };
  return { ...preview, text: inWords(preview, beside?.sentence, locale) };
}

/** The states at the top of some paths, none twice in a row. */
const statesOf = (paths: readonly string[]): string[] =>
  paths.map((path) => path.split('.', 1)[0] ?? path).filter((state, index, all) => state !== all[index - 1]);

const nameOf = (step: string, locale: Locale): string => text(locale, `work.${step}`) ?? step;

function inWords(preview: Omit<EventPreview, 'text'>, beside: string | undefined, locale: Locale): string {
  const { needsSecondPerson, state, steps, undecided, leadsTo, movesMoney, mails } = preview;
  const done = steps.filter(({ step }) => step !== undecided).map((step) => step.text);
  // What does everything beside the order leaves it where it is.
  const staysPut = beside !== undefined && steps.length === 0 && leadsTo.state === state && preview.clears === null;
  const mayOnlyMove = beside !== undefined && undecided !== null;
  const sentences = [
    needsSecondPerson ? text(locale, 'preview.second_person') : undefined,
    beside,
    done.length > 0 ? text(locale, 'preview.steps', { steps: done.join(', ') }) : undefined,
    staysPut ? text(locale, 'preview.stays_put') : goesOn(leadsTo, undecided, locale),
    text(locale, movesMoney ? (mayOnlyMove ? 'preview.money_may' : 'preview.money') : 'preview.no_money'),
    ...mails.map((mail) => text(locale, `preview.mail.${mail}`)),
  ];
  return sentences.filter((sentence) => sentence !== undefined).join(' ');
}

const goesOn = ({ headline }: EventPreview['leadsTo'], undecided: string | null, locale: Locale): string | undefined =>
  undecided === null
    ? text(locale, 'preview.leads_to', { headline })
    : text(locale, 'preview.undecided', { step: nameOf(undecided, locale) });
