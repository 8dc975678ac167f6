/** The sandbox of a workflow looks each global up through an interceptor, which for each value would cost more than the look. */
const { isArray } = Array;
const { isFinite: isFiniteNumber } = Number;
const { entries, fromEntries, getPrototypeOf, keys } = Object;

/** A value that comes back from JSON as another one, and where it is. */
export interface NotPlain {
  path: string;
  kind: string;
}

/**
 * Finds what would not survive being written as JSON and read again: a Map, Set, Date, bigint, function, class instance, a
 * number that is none, a gap in a list, a circle. References to actors are left to XState. It looks at everything each time:
 * a statechart may change a list in place.
 *
 * @param around the objects in which the value stands
 */
export function findNotPlain(value: unknown, path = 'context', around: object[] = []): NotPlain | undefined {
  const kind = kindOf(value);
  if (kind !== undefined) return { path, kind };
  if (typeof value !== 'object' || value === null || isActorRef(value)) return undefined;
  if (around.includes(value)) return { path, kind: 'a circle' };
  around.push(value);
  const found = isArray(value) ? findInList(value, path, around) : findInObject(value, path, around);
  around.pop();
  return found;
}

function findInList(list: unknown[], path: string, around: object[]): NotPlain | undefined {
  for (let at = 0; at < list.length; at += 1) {
    if (list[at] === undefined) return { path: `${path}[${at}]`, kind: 'a gap, which becomes null' };
    const found = isLeaf(list[at]) ? undefined : findNotPlain(list[at], `${path}[${at}]`, around);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findInObject(object: object, path: string, around: object[]): NotPlain | undefined {
  for (const key of keys(object)) {
    const inside = (object as Record<string, unknown>)[key];
    const found = isLeaf(inside) ? undefined : findNotPlain(inside, `${path}.${key}`, around);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Most of what there is; its path is not worth writing. */
const isLeaf = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'boolean' || value === undefined || value === null;

function kindOf(value: unknown): string | undefined {
  if (typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  if (typeof value === 'number') return isFiniteNumber(value) ? undefined : `the number ${value}`;
  if (typeof value !== 'object' || value === null || isArray(value) || isActorRef(value)) return undefined;
  const prototype = getPrototypeOf(value);
  if (prototype === null || prototype.constructor?.name === 'Object') return undefined;
  const name: string = prototype.constructor?.name || 'class instance';
  return `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${name}`;
}

/** A copy of plain JSON; references to actors are the same in it. */
export function copyOf<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || isActorRef(value)) return value;
  const copy = isArray(value) ? value.map(copyOf) : fromEntries(entries(value).map(([key, one]) => [key, copyOf(one)]));
  return copy as Value;
}

/** As XState recognises them when it persists a context. */
export const isActorRef = (value: object): value is { id: string; sessionId: string } =>
  'sessionId' in value && 'send' in value && 'ref' in value;
