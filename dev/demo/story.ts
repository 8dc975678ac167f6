import { isDeepStrictEqual } from 'node:util';

/** The order as the API shows it, as far as the demo reads it. */
export interface Order {
  changeId: string;
  state: string;
  headline: string;
  settled: boolean;
  done: boolean;
  sequence: number;
  allowedEvents: string[];
  missing: { what: string }[];
  quote: {
    lines: { kind: string; text: string; vatText: string | null; net: ShownMoney }[];
    explanation: { changes: string[]; totals: string[]; terms: string[]; offer: string[] };
    changes: { newPeriod: { start: string; end: string }; seatsAdded: number }[];
    net: ShownMoney;
    vat: ShownMoney;
    total: ShownMoney;
    dueToday: ShownMoney;
    toBalance: ShownMoney;
    rateIncreases: boolean;
    hash: string;
  } | null;
  payment: { status: string } | null;
  stuck: { step: string; code: string } | null;
}

export interface ShownMoney {
  amount: string;
  currency: string;
}

/** Thrown when the told story is not what happened. */
export class NotAsTold extends Error {
  override readonly name = 'NotAsTold';
}

const print = (text = ''): void => void process.stdout.write(`${text}\n`);
const show = ({ amount, currency }: ShownMoney): string => `${amount} ${currency}`;

export function chapter(title: string): void {
  print(`\n== ${title}`);
}

export function tellStory(text: string): void {
  print(`   ${text}`);
}

/** Prints where an order stands: state, money, who acts next. */
export function tellOrder(order: Order): void {
  const due = order.quote === null ? 'nothing quoted' : `due today ${show(order.quote.dueToday)}`;
  print(`   -> ${order.state.padEnd(30)} ${due.padEnd(24)} ${order.headline}`);
}

/** Prints the order summary with its arithmetic, in the sentences that the API and the confirmation mail use. */
export function tellQuote({ quote }: Order): void {
  if (quote === null) throw new NotAsTold('The order has no quote.');
  const { changes, totals, terms, offer } = quote.explanation;
  const lines = quote.lines.flatMap(({ text, vatText }) => (vatText === null ? [text] : [text, vatText]));
  for (const sentence of [...changes, ...lines, ...totals, ...terms, ...offer]) print(`      ${sentence}`);
}

/** Fails loudly when a fact of the story is not so. */
export function check(what: string, actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) {
    throw new NotAsTold(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
  }
  print(`      [as told] ${what}`);
}

/** Asks again until the answer is yes; what is watched here has no event to wait on from outside. */
export async function watch<Value>(what: string, ask: () => Promise<Value | undefined>, seconds = 20): Promise<Value> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new NotAsTold(`${what} did not happen within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
