import { explain, explanationText } from '../../../billing/explanation/explanation';
import { explainGaps } from '../../../billing/explanation/gaps';
import { BillingError } from '../../../billing/money/errors';
import type { Money } from '../../../billing/money/types';
import type { Quote } from '../../../billing/quotes/types';
import { problemsInSimulation } from '../../../billing/simulation/check';
import { simulate } from '../../../billing/simulation/simulation';
import type { Simulation, SimulationResult } from '../../../billing/simulation/types';
import type { SimulationView } from '../../../schemas/orders/simulation';
import { Problem, refusalProblem } from '../../http/problem';
import { textsOf } from '../../http/texts';
import { jsonPointerTo } from '../../http/validation';
import { outlineToApi, type QuoteReader, quoteToApi } from './to-api';

/**
 * Asks the engine a question that was read with `SimulationRequest`.
 *
 * @throws Problem 422 with every field that the schema alone could not find wrong
 */
export function answerSimulation(simulation: Simulation): SimulationResult {
  const wrong = problemsInSimulation(simulation);
  if (wrong.length > 0) {
    const errors = wrong.map(({ path, problem }) => ({
      pointer: jsonPointerTo(path),
      code: 'custom',
      detail: problem,
    }));
    throw new Problem('invalid_request', { errors });
  }
  try {
    return simulate(simulation);
  } catch (error) {
    if (!(error instanceof BillingError)) throw error;
    const pointer = jsonPointerTo(knownPart(error.field.split('.'), simulation));
    throw new Problem('invalid_request', { errors: [{ pointer, code: error.code, detail: error.what }] });
  }
}

/** A refused simulation as a problem, with the field of the body that it is about, where there is one. */
export function simulationRefusal({ refusal, path }: Refused): Problem {
  const { code } = refusal;
  const errors = path.length > 0 ? [{ pointer: jsonPointerTo(path), code, detail: `refusal.${code}` }] : [];
  return refusalProblem(refusal, {}, errors);
}

type Refused = Extract<SimulationResult, { kind: 'refused' }>;

/** A wrong sum stands at no field of its own: then the whole that it is a sum of is named. */
function knownPart(path: readonly string[], whole: unknown): string[] {
  const [name, ...rest] = path;
  if (name === undefined || typeof whole !== 'object' || whole === null || !Object.hasOwn(whole, name)) return [];
  return [name, ...knownPart(rest, Reflect.get(whole, name))];
}

type Quoted = Extract<SimulationResult, { kind: 'quoted' }>;

/** The answer as the API and the command line show it. */
export function simulationToApi({ route, policy, quote, comparisons }: Quoted, reader: QuoteReader): SimulationView {
  const money = (amount: string): Money => ({ amount, currency: quote.currency });
  return {
    route,
    quote: quoteToApi(quote, reader),
    gaps: explainGaps(policy, { ...reader, texts: textsOf(reader.locale) }),
    comparisons: comparisons.map((comparison) => outlineToApi(comparison, money)),
  };
}

/** The quote in plain words, the same as in the API's explanation and in mails. */
export function simulationText(quote: Quote, { locale, timeZone }: QuoteReader): string {
  return explanationText(explain(quote, { locale, timeZone, texts: textsOf(locale) }));
}
