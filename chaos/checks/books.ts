/** A movement at the gateway, in minor units: a refund is negative. */
interface Movement {
  kind: string;
  reference: string;
  amount: number;
}

/** What an order owes to the gateway's books. */
export interface Billed {
  changeId: string;
  /** Whether the change was made. */
  isMade: boolean;
  /** In minor units; 0 where nothing was due. */
  due: number;
}

/**
 * Holds the gateway's books against the orders: each that was made is charged what it owed and once, no other one keeps a
 * charge, and no charge is without an order.
 */
export function differencesOfBooks(movements: readonly Movement[], orders: readonly Billed[]): string[] {
  const known = new Set(orders.map(({ changeId }) => changeId));
  const strays = movements
    .filter(({ reference }) => !known.has(changeOf(reference)))
    .map(({ reference, kind, amount }) => `${kind} ${amount} of ${reference}: there is no such order`);
  return [...strays, ...orders.flatMap((order) => differencesOfOrder(order, movements))];
}

/** References are `{tenant}:{order}:…`. */
const changeOf = (reference: string): string => reference.split(':')[1] ?? '';

function differencesOfOrder({ changeId, isMade, due }: Billed, movements: readonly Movement[]): string[] {
  const own = movements.filter(({ reference }) => changeOf(reference) === changeId);
  const charges = own.filter(({ kind }) => kind === 'charge');
  const twice = charges.filter(
    ({ reference }, index) => charges.findIndex((one) => one.reference === reference) !== index,
  );
  const kept = own.reduce((total, { amount }) => total + amount, 0);
  const owed = isMade ? due : 0;
  const differences = twice.map(({ reference }) => `${changeId}: charged twice under ${reference}`);
  if (kept !== owed) {
    const told = own.map(({ kind, amount }) => `${kind} ${amount}`).join(', ') || 'nothing';
    differences.push(`${changeId}: ${owed} is owed, and the gateway has ${told}`);
  }
  return differences;
}
