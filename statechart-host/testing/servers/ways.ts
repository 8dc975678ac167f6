import { BackendError, messageOf } from './backend-error';

/** A way that cannot be taken on this machine, and why, in words that finish the sentence "it was not used because". */
export class Absent {
  constructor(readonly reason: string) {}
}

/** One way to a server; the name is printed to people as the server's origin. */
export interface Way<T> {
  readonly name: string;
  find(): Promise<T | Absent>;
}

/** The result of a way, and the name of the way. */
export interface Chosen<T> {
  readonly origin: string;
  readonly value: T;
}

/** The failure to report when no way leads anywhere. */
export interface NoWayLeft {
  readonly code: string;
  readonly what: string;
  readonly advice: readonly string[];
}

/**
 * Takes the first way that leads somewhere. A way that throws is a way that cannot be taken.
 * @throws BackendError with the code of `noWayLeft`, naming every way, why it failed and what to do.
 */
export async function firstWay<T>(ways: readonly Way<T>[], noWayLeft: NoWayLeft): Promise<Chosen<T>> {
  const tried: string[] = [];
  for (const way of ways) {
    const value = await way.find().catch((thrown: unknown) => new Absent(messageOf(thrown)));
    if (!(value instanceof Absent)) return { origin: way.name, value };
    tried.push(`  - ${way.name}: ${value.reason}`);
  }
  const advice = noWayLeft.advice.map((line) => `  - ${line}`);
  throw new BackendError(
    noWayLeft.code,
    [`${noWayLeft.what} Tried, in this order:`, ...tried, 'Any one of these helps:', ...advice].join('\n'),
  );
}
