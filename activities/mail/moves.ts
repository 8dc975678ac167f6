import { HOUR } from '../../billing/calendar/durations';
import { message, type Readership, readableAmount } from '../../billing/explanation/messages';
import { present } from '../../billing/present';
import { declineMessageIn, MOST_DEEDS } from '../../store/audit/audit';
import type { ProjectedOrder } from '../../workflows/contract';
import type { Tools } from '../shared/dependencies';
import { type MailKind, mail } from './outbox';

type Move = ProjectedOrder['transitions'][number];

/** A move whose view could not be written for so long is told of by nobody: its customer has seen what came of it. */
const TOLD_WITHIN = HOUR;

/**
 * Writes the mails about moves of an order that no step tells of: each once, since its key follows from the move, however
 * often its view is written. What happens once to an order has a key without the move.
 */
export async function tellOfMoves(tools: Tools, view: ProjectedOrder): Promise<void> {
  const told = view.transitions.flatMap((move) => {
    const kind = Date.parse(view.at) - Date.parse(move.at) > TOLD_WITHIN ? undefined : kindOf(move, view);
    return kind === undefined ? [] : [{ kind, key: keyOf(view, kind, move) }];
  });
  if (told.length === 0) return;
  const { tenantId, accountId, changeId } = view.details;
  const account = await tools.store.accounts.find(tenantId, accountId);
  if (account === null) return;
  for (const { kind, key } of told) {
    const more = kind === 'handOverDeclined' ? await wordsOfDecline(tools, view) : undefined;
    await mail(tools, account, present({ key, kind, changeId, ...dueIn(kind, view), more }));
  }
}

function kindOf(move: Move, { details, transitions }: ProjectedOrder): MailKind | undefined {
  const { event, from, to, sequence } = move;
  if (to === 'expired') return 'expired';
  if (event === 'ACCEPT_HANDOVER') return 'handOverAccepted';
  if (event === 'DECLINE_HANDOVER') return 'handOverDeclined';
  if (isIn('handedOver', to) && !isIn('handedOver', from)) return 'handOverReceived';
  const isDeclined = isIn('settlingPayment', from) && isIn('releasing', to);
  if (!isDeclined || details.askAgain?.reason !== 'payment_declined') return undefined;
  // On the day that a change was agreed for, a step of its own tells.
  return transitions.some((one) => one.sequence > sequence && isIn('tellingOfItsDay', one.to))
    ? undefined
    : 'paymentDeclined';
}

/** Whoever declined it may have said why, in the customer's own language. */
async function wordsOfDecline({ store }: Tools, { details: { tenantId, changeId } }: ProjectedOrder) {
  const told = declineMessageIn(await store.audit.listOfChange(tenantId, changeId, MOST_DEEDS));
  return told === null
    ? undefined
    : (reader: Readership) => [message(reader, 'mail.handOverDeclined.message', { message: told })];
}

const isIn = (state: string, path: string): boolean => path === state || path.startsWith(`${state}.`);

const AGAIN: ReadonlySet<MailKind> = new Set(['paymentDeclined', 'handOverAccepted']);

const keyOf = ({ details: { changeId } }: ProjectedOrder, kind: MailKind, { sequence }: Move): string =>
  AGAIN.has(kind) ? `${changeId}:${kind}:${sequence}` : `${changeId}:${kind}`;

/** What is to be paid, where the customer is to pay it. */
function dueIn(kind: MailKind, { details: { quote } }: ProjectedOrder) {
  if (!AGAIN.has(kind) || quote === null) return {};
  const { dueToday, currency } = quote;
  return { amount: (reader: Readership) => ({ word: 'due', text: readableAmount(dueToday, currency, reader) }) };
}
