import { TENANT } from '../../dev/stack/prepare-store';
import type { ChaosCheck, OrderAtRest } from './check';

/** Far more than an account of one order gets. */
const MOST_MAILS = 100;

/** What may happen to an order more than once, each time with a mail of its own that says the same. */
const AGAIN: readonly string[] = ['paymentDeclined', 'handOverReceived', 'handOverAccepted'];

/** A change that was made is confirmed once, and no mail of any other kind is written twice. */
export const MAILS_ONCE: ChaosCheck = {
  name: 'mails once',
  async run({ orders, store }) {
    const problems: string[] = [];
    for (const order of orders) {
      const mails = await store.outbox.listOfAccount(TENANT, order.story.accountId, MOST_MAILS);
      problems.push(...problemsOf(order, mails));
    }
    return problems;
  },
};

function problemsOf({ changeId, view }: OrderAtRest, mails: readonly { kind: string; body: string }[]): string[] {
  const count = (kind: string): number => mails.filter((mail) => mail.kind === kind).length;
  const wanted = view.state === 'completed' ? 1 : 0;
  const problems =
    count('confirmed') === wanted ? [] : [`${changeId}: confirmed ${count('confirmed')} times, not ${wanted}`];
  const once = mails.filter(({ kind }) => !AGAIN.includes(kind));
  const twice = new Set(
    once
      .filter(({ kind, body }, index) => once.findIndex((one) => one.kind === kind && one.body === body) !== index)
      .map(({ kind }) => kind),
  );
  return [...problems, ...[...twice].map((kind) => `${changeId}: the mail ${kind} was written ${count(kind)} times`)];
}
