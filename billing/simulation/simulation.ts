import type { Policy } from '../facts/policy-types';
import type { Change, Refusal, Route } from '../facts/types';
import type { CurrencyCode } from '../money/types';
import { findPreset } from '../policies/presets';
import { present } from '../present';
import { quoteSideBySide } from '../quotes/anchor-alternative';
import { assessChange, hardestRoute, refusalOfSize } from '../quotes/assessment';
import type { QuoteInput } from '../quotes/input';
import { outlineOf, priceOrder } from '../quotes/quote';
import { refusedField } from '../quotes/refused-field';
import { inputOf, pairsOf } from './facts';
import type { Comparison, SimulatedPolicy, Simulation, SimulationResult } from './types';

/** Rules are asked as customer support asks them: who asks is no part of a simulation. */
const ACTOR = { userId: 'simulation', role: 'support_agent' };

/**
 * Answers what an order would cost, and who would serve it, from the facts of the simulation alone.
 *
 * Expects a simulation that `problemsInSimulation` finds nothing wrong with.
 *
 * @throws BillingError for facts that it does not look at, such as a catalogue without a price for the old terms.
 */
export function simulate(simulation: Simulation): SimulationResult {
  const input = inputOf(simulation, policyOf(simulation.policy));
  const tooLarge = refusalOfSize(
    input.changes.map(({ subscription }) => subscription),
    input.cart?.cart,
  );
  if (tooLarge) return { kind: 'refused', refusal: tooLarge, path: [] };
  const routes: Route[] = [];
  const pairs = pairsOf(simulation);
  for (const [index, wanted] of input.changes.entries()) {
    const { account, at: asOf, effectiveDate } = input;
    const assessed = assessChange(present({ ...wanted, account, actor: ACTOR, asOf, effectiveDate, ...cartOf(input) }));
    if (!assessed.ok) {
      const { refusal } = assessed;
      return { kind: 'refused', refusal, path: [...(pairs[index]?.path ?? []), ...fieldOf(refusal, wanted.change)] };
    }
    routes.push(assessed.route);
  }
  const comparisons = simulation.compareWith.map((policy) => compared({ ...input, policy: policyOf(policy) }));
  const { policy } = input;
  return { kind: 'quoted', route: hardestRoute(routes), policy, quote: quoteSideBySide(input), comparisons };
}

function fieldOf(refusal: Refusal, change: Change): string[] {
  const field = refusedField(refusal, change);
  return field === undefined ? [] : ['change', field];
}

const cartOf = ({ cart }: QuoteInput): { cart?: { currency: CurrencyCode } } =>
  cart && cart.cart.items.length > 0 ? { cart: cart.cart } : {};

function compared(input: QuoteInput): Comparison {
  const order = priceOrder(input);
  return { policy: order.policy, ...outlineOf(order) };
}

function policyOf(policy: SimulatedPolicy): Policy {
  if (typeof policy === 'string') return presetOf(policy);
  const { basedOn, ...axes } = policy;
  return { ...presetOf(basedOn), ...axes };
}

function presetOf(name: string): Policy {
  const preset = findPreset(name);
  if (preset) return preset;
  throw new Error(`A simulation was let in with the unknown policy ${name}.`);
}
