import { SUBSCRIPTION_STATUSES } from '../../billing/facts/types';
import { LEDGER_KINDS } from '../../billing/ledger/ledger';
import { BULK_STATUSES } from '../../machines/bulk';
import { type EventRule, ORDER_EVENTS, SEAT_EVENTS } from '../../machines/events';
import { FAILURE_CODES, stepsOf } from '../../machines/failure-codes';
import { REASON_CODES } from '../../machines/reason-codes';
import { ASK_AGAIN_REASONS, REFUSALS } from '../../machines/refusals';
import { SUPPORT_ITEM_KINDS } from '../../machines/support-items';
import { WAITS } from '../../machines/waits';
import { PROBLEMS } from '../http/problem-codes';
import { textsOf } from '../http/texts';
import { templateOf } from './message-template';

/** A name on the wire and what is told of it, cell by cell as its list is headed. */
interface ListedCode {
  code: string;
  cells: readonly string[];
}

/** A list that has no other names than these. */
export interface ClosedList {
  id: string;
  title: string;
  about: string;
  head: readonly string[];
  codes: readonly ListedCode[];
}

const TEXTS = textsOf('en');

/** The general words of a key; empty where the catalogue has none. */
const words = (key: string): string => templateOf(TEXTS[key] ?? '');

const named = (codes: readonly string[], prefix: string): ListedCode[] =>
  codes.map((code) => ({ code, cells: [words(`${prefix}.${code}`)] }));

/** Names of a list that the catalogue keeps whole; a test holds it to the source of the list. */
const namesUnder = (prefix: string): string[] =>
  Object.keys(TEXTS)
    .filter((key) => key.startsWith(`${prefix}.`))
    .map((key) => key.slice(prefix.length + 1));

const errors = (codes: Readonly<Record<string, { http: number }>>, prefix: string): ListedCode[] =>
  Object.entries(codes).map(([code, { http }]) => ({
    code,
    cells: [String(http), words(`${prefix}.${code}`), words(`next.${code}`)],
  }));

const events = (rules: Readonly<Record<string, EventRule>>): ListedCode[] =>
  Object.entries(rules).map(([code, { senders, fields, movesMoney, needsReason, needsSecondPerson }]) => ({
    code,
    cells: [
      words(`event.${code}`),
      senders.length === 0 ? 'the system only' : senders.map((role) => role.replaceAll('_', ' ')).join(', '),
      Object.keys(fields).join(', '),
      [
        movesMoney ? 'may move money' : '',
        needsReason ? 'needs a reason' : '',
        needsSecondPerson ? 'needs a second person' : '',
      ]
        .filter((note) => note !== '')
        .join(', '),
    ],
  }));

const ERROR_HEAD = ['Code', 'Status', 'What happened', 'What to do next'];
const EVENT_HEAD = ['Event', 'Words', 'Sent by', 'Fields', 'To know'];

/** Every closed list of the API, the error table first. */
export const CLOSED_LISTS: readonly ClosedList[] = [
  {
    id: 'problem',
    title: 'Errors',
    about:
      'What every error is: a problem document (RFC 9457) with one of these codes. Decide by the code, show the text.',
    head: ERROR_HEAD,
    codes: errors(PROBLEMS, 'problem'),
  },
  {
    id: 'refusal',
    title: 'Refusals',
    about: 'A change that the rules do not allow. They come as problems too, and as the refusal of an order.',
    head: ERROR_HEAD,
    codes: errors(REFUSALS, 'refusal'),
  },
  {
    id: 'state',
    title: 'States of an order',
    about: 'The first word of `state`; what stands behind a dot is a part of it.',
    head: ['State', 'Words', 'Where the order is'],
    codes: namesUnder('stateName').map((code) => ({
      code,
      cells: [words(`stateName.${code}`), words(`state.${code}`)],
    })),
  },
  {
    id: 'waits',
    title: 'Whom an order waits for',
    about: 'In `waits`, once it has settled.',
    head: ['Name', 'It waits for'],
    codes: named(WAITS, 'waits'),
  },
  {
    id: 'event',
    title: 'Events of an order',
    about: 'Which of them may be sent now, `allowedEvents` of the order says.',
    head: EVENT_HEAD,
    codes: events(ORDER_EVENTS),
  },
  {
    id: 'seat-event',
    title: 'Events of a seat follow-up',
    about: 'Which of them may be sent now, `allowedEvents` of the follow-up says.',
    head: EVENT_HEAD,
    codes: events(SEAT_EVENTS),
  },
  {
    id: 'failure',
    title: 'Failures of a step',
    about: 'Why an order is stuck: `stuck.code`.',
    head: ['Code', 'What happened', 'Steps'],
    codes: FAILURE_CODES.map((code) => ({ code, cells: [words(`stuck.${code}`), stepsOf(code).join(', ')] })),
  },
  {
    id: 'ask-again',
    title: 'Why a customer is asked again',
    about: 'Instead of an order being placed: `askAgain.reason`.',
    head: ['Code', 'What the customer is told'],
    codes: named(ASK_AGAIN_REASONS, 'state.ask_again'),
  },
  {
    id: 'reason',
    title: 'Reasons',
    about: 'Given with what support does; `GET /v1/reason-codes` says which are offered for what.',
    head: ['Code', 'Words'],
    codes: named(REASON_CODES, 'reasonCode'),
  },
  {
    id: 'item',
    title: 'Kinds of support items',
    about: 'What a person looks at beside stuck orders.',
    head: ['Kind', 'What it is about'],
    codes: named(SUPPORT_ITEM_KINDS, 'item'),
  },
  {
    id: 'ending',
    title: 'Ends of an order',
    about: 'How an order ended that was not made.',
    head: ['Name', 'Words'],
    codes: named(namesUnder('ending'), 'ending'),
  },
  {
    id: 'payment-status',
    title: 'Statuses of a payment',
    about: 'Of one call to the payment gateway.',
    head: ['Status', 'Words'],
    codes: named(namesUnder('paymentStatus'), 'paymentStatus'),
  },
  {
    id: 'subscription-status',
    title: 'Statuses of a subscription',
    about: 'As the system of record says.',
    head: ['Status', 'Words'],
    codes: named(SUBSCRIPTION_STATUSES, 'subscriptionStatus'),
  },
  {
    id: 'bulk-status',
    title: 'Statuses of a bulk',
    about: 'One event for many orders.',
    head: ['Status', 'Words'],
    codes: named(BULK_STATUSES, 'bulkStatus'),
  },
  {
    id: 'ledger',
    title: 'Movements of a balance',
    about: 'Kinds of entries of a ledger.',
    head: ['Kind', 'Words'],
    codes: named(LEDGER_KINDS, 'ledgerKind'),
  },
];

/** The anchor of a code of a list. */
export const anchorOf = (list: string, code: string): string => `${list}-${code}`;
