import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Locale } from '../billing/facts/types';
import { present } from '../billing/present';
import { SimulationRequestSchema } from '../schemas/orders/simulation';
import { badLiteralIn, badLiteralProblem } from '../server/http/json/literals';
import { DEEPEST, faultOf, faultProblem } from '../server/http/json/text';
import { type FieldProblem, Problem } from '../server/http/problem';
import { LOCALES, nextStep, text } from '../server/http/texts';
import { jsonPointerTo, validated } from '../server/http/validation';
import { answerSimulation, simulationText, simulationToApi } from '../server/orders/quotes/simulation';

/**
 * `npm run --silent quote -- FILE.json [--explain fr|en]`: prices a change without a stack. "-" reads standard input.
 * Prints JSON, or the explanation; exits 0 when quoted, 1 when the rules refuse the change, 2 for input it cannot use.
 */

const USAGE = 'Usage: npm run --silent quote -- FILE.json [--explain fr|en]   ("-" reads standard input)';
const [QUOTED, REFUSED, UNUSABLE] = [0, 1, 2];

/** What cannot be asked: each problem with the field that it is in. */
class Unusable extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

function main(): number {
  const { path, explain } = readCommand();
  const simulation = validated(SimulationRequestSchema, parsed(readText(path)), explain ?? 'en');
  const result = answerSimulation(simulation);
  if (result.kind === 'refused') {
    const { code, facts } = result.refusal;
    const pointer = result.path.length > 0 ? jsonPointerTo(result.path) : undefined;
    const locale = explain ?? 'en';
    const told = { text: text(locale, `refusal.${code}`, facts), next: nextStep(locale, code, facts) };
    print(
      explain === undefined
        ? JSON.stringify({ refusal: present({ code, facts, pointer, ...told }) }, null, 2)
        : `${told.text}\n${told.next}`,
    );
    return REFUSED;
  }
  const reader = { locale: explain ?? 'en', timeZone: simulation.account.timeZone };
  const view = simulationToApi(result, reader);
  print(explain === undefined ? JSON.stringify(view, null, 2) : simulationText(result.quote, reader));
  return QUOTED;
}

function readCommand(): { path: string; explain: Locale | undefined } {
  const { values, positionals } = readOptions();
  const [path, ...others] = positionals;
  if (path === undefined || others.length > 0) throw new Unusable([USAGE]);
  const { explain } = values;
  const locale = LOCALES.find((known) => known === explain);
  if (explain !== undefined && locale === undefined)
    throw new Unusable([`--explain: "${explain}" is neither fr nor en.`]);
  return { path, explain: locale };
}

function readOptions() {
  try {
    return parseArgs({ allowPositionals: true, options: { explain: { type: 'string' } } });
  } catch (error) {
    throw new Unusable([error instanceof Error ? error.message : String(error), USAGE]);
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path === '-' ? process.stdin.fd : path, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    throw new Unusable([`${path === '-' ? 'Standard input' : path} cannot be read.`]);
  }
}

function parsed(json: string): unknown {
  const fault = faultOf(json);
  if (fault) {
    const detail = fault.code === 'json_too_deep' ? `is nested more than ${DEEPEST} deep.` : 'is named twice.';
    throw new Unusable([told({ ...faultProblem(fault), detail })]);
  }
  try {
    return JSON.parse(json);
  } catch (error) {
    const bad = badLiteralIn(json);
    if (bad !== undefined) throw new Unusable([told(badLiteralProblem(bad))]);
    throw new Unusable([`The input is not JSON: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

const told = ({ pointer, detail }: FieldProblem): string => `${pointer === '' ? '/' : pointer}: ${detail}`;

const print = (output: string): void => void process.stdout.write(`${output}\n`);

try {
  process.exitCode = main();
} catch (error) {
  if (!(error instanceof Unusable) && !(error instanceof Problem)) throw error;
  const problems = error instanceof Problem ? error.errors.map(told) : error.problems;
  process.stderr.write(`${problems.join('\n')}\n`);
  process.exitCode = UNUSABLE;
}
