import { message, type Readership, readableAmount } from '../../billing/explanation/messages';
import { present } from '../../billing/present';
import { declineMessageIn, MOST_DEEDS } from '../../store/audit/audit';
import type { ProjectedOrder } from '../../workflows/contract';
import type { Tools } from '../shared/dependencies';
import { type MailKind, mail } from './outbox';

type Move = ProjectedOrder['transitions'][number];

/**
 * Writes the mail about a move of an order that no step tells of: once, since its key follows from the move, however often its
 * view is written; and however late, as long as it is still so. A later move leaves nothing to tell of the ones before it.
 */
export async function tellOfMoves(tools: Tools, view: ProjectedOrder): Promise<void> {
  const told = view.transitions.flatMap((move) => {
    const kind = kindOf(move, view);
    return kind === undefined ? [] : [{ kind, key: keyOf(view, kind, move) }];
  });
  const latest = told.at(-1);
  if (latest === undefined || !isStillSo(latest.kind, view)) return;
  const { tenantId, accountId, changeId } = view.details;
  const account = await tools.store.accounts.find(tenantId, accountId);
  if (account === null) return;
  const facts = () => ({ who: view.details.waits ?? 'nobody' });
  const more = latest.kind === 'handOverDeclined' ? await wordsOfDecline(tools, view) : undefined;
  await mail(tools, account, present({ ...latest, changeId, facts, ...dueIn(latest.kind, view), more }));
}

/** An order that is closed stays so; any other waits for whom its mail says, or has moved on. */
function isStillSo(kind: MailKind, { details: { waits } }: ProjectedOrder): boolean {
  if (kind === 'handOverReceived') return waits === 'support' || waits === 'advisor';
  return IS_CLOSED.has(kind) || waits === 'customer';
}

const IS_CLOSED: ReadonlySet<MailKind> = new Set(['handOverDeclined', 'expired']);

function kindOf(move: Move, { details, transitions }: ProjectedOrder): MailKind | undefined {
  const { event, from, to, sequence } = move;
  if (to === 'expired') return 'expired';
  if (event === 'ACCEPT_HANDOVER') return 'handOverAccepted';
  if (event === 'DECLINE_HANDOVER') return 'handOverDeclined';
  if (isIn('handedOver', to) && !isBack(from, details)) return 'handOverReceived';
  const isDeclined = isIn('settlingPayment', from) && isIn('releasing', to);
  if (!isDeclined || details.askAgain?.reason !== 'payment_declined') return undefined;
  // On the day that a change was agreed for, a step of its own tells.
  return transitions.some((one) => one.sequence > sequence && isIn('tellingOfItsDay', one.to))
    ? undefined
    : 'paymentDeclined';
}

/** Where support held it, or the customer's edit was refused, nobody is asked anything new. */
const isBack = (from: string, { refusal }: ProjectedOrder['details']): boolean =>
  isIn('handedOver', from) || isIn('onHold', from) || refusal !== null;

/** Whoever declined it may have said why, in the customer's own language. */
async function wordsOfDecline({ store }: Tools, { details: { tenantId, changeId } }: ProjectedOrder) {
  const told = declineMessageIn(await store.audit.listOfChange(tenantId, changeId, MOST_DEEDS));
  return told === null
    ? undefined
    : (reader: Readership) => [message(reader, 'mail.handOverDeclined.message', { message: told })];
}

const isIn = (state: string, path: string): boolean => path === state || path.startsWith(`${state}.`);

/** An order is closed once; everything else may happen to it again. */
const keyOf = ({ details: { changeId } }: ProjectedOrder, kind: MailKind, { sequence }: Move): string =>
  IS_CLOSED.has(kind) ? `${changeId}:${kind}` : `${changeId}:${kind}:${sequence}`;

/** What is to be paid, where the customer is to pay it. */
function dueIn(kind: MailKind, { details: { quote } }: ProjectedOrder) {
  if (kind === 'handOverReceived' || IS_CLOSED.has(kind) || quote === null) return {};
  const { dueToday, currency } = quote;
  return { amount: (reader: Readership) => ({ word: 'due', text: readableAmount(dueToday, currency, reader) }) };
}
