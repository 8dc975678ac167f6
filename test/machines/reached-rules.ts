import type { AnyMachineSnapshot } from 'xstate';
import { type Occurrence, type Place, pathTo } from './explore';
import type { Catalogue } from './rules';

/** The rules that only the snapshots of a machine show. Each answers with what breaks it in one snapshot, in words. */
type Rule = (snapshot: AnyMachineSnapshot, catalogue: Catalogue, events: readonly Occurrence[]) => string[];

/** Trap 14: a Decimal, Date, Map or BigInt comes back from JSON as something else, and undefined not at all. */
const contextIsPlainJson: Rule = ({ context }) => notJson(context, 'context');

/** Snapshots share most of their contexts, and those are frozen: what was found to be plain stays so. */
const plain = new WeakSet<object>();

function notJson(value: unknown, path: string): string[] {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return [];
  if (typeof value === 'number' && Number.isFinite(value)) return [];
  if (typeof value !== 'object') return [`${path} is ${typeof value === 'number' ? value : `of type ${typeof value}`}`];
  if (plain.has(value)) return [];
  const found = notJsonWithin(value, path);
  if (found.length === 0 && Object.isFrozen(value)) plain.add(value);
  return found;
}

function notJsonWithin(value: object, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((element, index) => notJson(element, `${path}[${index}]`));
  if (Object.getPrototypeOf(value) !== Object.prototype) return [`${path} is a ${value.constructor.name}`];
  return Object.entries(value).flatMap(([name, field]) => notJson(field, `${path}.${name}`));
}

/** Trap 16: the host and the API ask `can({ type })` before they have a payload, so no guard may read one. */
const guardsReadContextOnly: Rule = (snapshot, catalogue, events) =>
  Object.keys(catalogue).flatMap((type) => {
    const full = events.filter((event) => event.type === type);
    const answers = [{ type }, ...full].map((event) => attempt(() => snapshot.can(event)));
    const thrown = answers.find((answer) => answer instanceof Error);
    if (thrown instanceof Error) return [`can() throws for ${type}: ${thrown.message.split('\n').at(-1)}`];
    return new Set(answers).size > 1 ? [`can() depends on the payload of ${type}`] : [];
  });

const attempt = (ask: () => boolean): boolean | Error => {
  try {
    return ask();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
};

/** Trap 10: XState takes an unknown delay for "at once" and NaN for "never". */
const delaysAreFinite: Rule = (snapshot) =>
  delaysOf(snapshot).flatMap(({ delay, milliseconds }) => {
    const isFine = Number.isFinite(milliseconds) && Number(milliseconds) > 0;
    return isFine ? [] : [`delay ${delay} is ${String(milliseconds)}`];
  });

/** The timers that run in a snapshot, and how long each was set for. */
function delaysOf({ _nodes, context, machine }: AnyMachineSnapshot): { delay: string; milliseconds: unknown }[] {
  const delays = machine.implementations.delays as Record<string, number | ((args: object) => number)>;
  return _nodes.flatMap(({ after }) =>
    after.map(({ delay }) => {
      const named = delays[String(delay)];
      return { delay: String(delay), milliseconds: typeof named === 'function' ? named({ context }) : named };
    }),
  );
}

/** Callers wait this long unless they say otherwise. */
const PATIENCE_OF_CALLERS = 10_000;

/** Callers wait for `settled`: a state that nothing moves for long must carry it, one at work must not. */
const stableMeansSettled: Rule = (snapshot) => {
  const settled = snapshot.hasTag('settled');
  const isAtWork = snapshot._nodes.some(({ invoke }) => invoke.length > 0);
  if (isAtWork) return settled ? ['settled while a step is at work'] : [];
  const movesSoon = delaysOf(snapshot).some(({ milliseconds }) => Number(milliseconds) < PATIENCE_OF_CALLERS);
  return settled || movesSoon || snapshot.status !== 'active' ? [] : ['waits without the tag settled'];
};

const RULES: readonly Rule[] = [contextIsPlainJson, guardsReadContextOnly, delaysAreFinite, stableMeansSettled];

/** What in a machine's snapshots breaks the rules: each breach once, with the shortest way to it. */
export function breachesReached(
  places: readonly Place[],
  catalogue: Catalogue,
  events: readonly Occurrence[],
): string[] {
  const found = new Map<string, string>();
  for (const place of places) {
    for (const breach of RULES.flatMap((rule) => rule(place.snapshot, catalogue, events))) {
      if (!found.has(breach)) found.set(breach, `${breach}, after ${pathTo(place)}`);
    }
  }
  return [...found.values()];
}
