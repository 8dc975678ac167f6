import { explain } from '../../billing/explanation/explanation';
import { explainGaps } from '../../billing/explanation/gaps';
import { ANCHOR_RESET, POLICY_AXES, type Policy } from '../../billing/facts/policy-types';
import { PRESETS } from '../../billing/policies/presets';
import { SimulationRequestSchema } from '../../schemas/orders/simulation';
import { textsOf } from '../../server/http/texts';
import { validated } from '../../server/http/validation';
import { answerSimulation } from '../../server/orders/quotes/simulation';
import { CHAPTERS } from './policy-chapters';

const READER = { locale: 'en', timeZone: 'UTC', texts: textsOf('en') } as const;

const PREAMBLE = `# Proration policies

Made from the presets by \`npm run docs\`; do not edit it by hand.

A policy says how a change in the middle of a period is priced. It is data with a name and a version, every quote prints
both, and a seller chooses one by name in its settings. When an order is charged and what becomes of a negative total are
settings of the seller and no part of a policy. Every amount is rounded half up at its currency's exponent.

Each example is priced by the engine when this page is made, and a test compares it with amounts worked out by hand. To try
one, or to see several policies side by side, give its body to \`npm run --silent quote -- -\` or
\`POST /v1/quotes/simulate\` (see [quote-format.md](quote-format.md)).

| axis | choices |
| --- | --- |
${Object.entries(POLICY_AXES)
  .map(([axis, choices]) => `| \`${axis}\` | ${choices.map((choice) => `\`${choice}\``).join(', ')} |`)
  .join('\n')}

A policy speaks of periods that are paid for. A change in a trial charges nothing under any policy, and one that ends the
trial charges a whole period of the new terms from its day on; an end that is lifted costs nothing
([facts.md](facts.md#an-end-a-pause-and-a-trial)).

What each choice means stands at its definition in \`billing/facts/policy-types.ts\`.

## What a policy gives away, or asks twice

A policy that credits and charges the rest of the period (\`prorated\`), of what was \`billed\`, and gives the day of the change
to one side (\`new\` or \`old\`), bills every hour once, however often a customer changes: credits, net and VAT, never exceed what
was billed, and a change that is taken back at the same instant costs nothing and gives nothing, but for the rounding of lines.
Every other choice strays from that in a way that is known. The seller who chooses it is told so
(\`policyGaps\` of \`/v1/settings\`, and \`gaps\` in the answer of \`POST /v1/quotes/simulate\`), and a test holds the gap of every combination
of axes to the sum of these:

| axis | choice | favours | gap |
| --- | --- | --- | --- |
${gapRows().join('\n')}

## What no axis expresses

- Turning the unused value into days at the new price instead of money (one of the four modes of a Samsung SDK).
- Kill Bill's denominator of a stub before a clamped anchor, which steps back from 28 February to 28 January; here the
  anchor 31 is remembered.
- Fractions that are rounded to two decimals before they are multiplied (examples of Recurly, UniBee): the exact values
  are computed.
- Lago's charge from the highest number of units paid in a period, once units were taken away and added again.`;

/** One row a choice that has a gap, each tried on its own. */
function gapRows(): string[] {
  const bare: Policy = { ...ANCHOR_RESET, timeUnit: 'local-day' };
  const rows = Object.entries(POLICY_AXES).flatMap(([axis, choices]) =>
    choices.flatMap((choice) => explainGaps({ ...bare, [axis]: choice }, READER)),
  );
  return rows.map(({ axis, choice, favours, text }) => `| \`${axis}\` | \`${choice}\` | ${favours} | ${text} |`);
}

function gapsText(policy: Policy): string {
  const gaps = explainGaps(policy, READER).map(({ axis, choice }) => `${axis} \`${choice}\``);
  return gaps.length === 0 ? 'Gaps: none, every hour is billed once.' : `Gaps: ${gaps.join(', ')} (see above).`;
}

function sectionOf(preset: Policy): string {
  const { name, version, ...axes } = preset;
  const chapter = CHAPTERS[name];
  if (!chapter) throw new Error(`The preset ${name} has no chapter.`);
  const { rule, source, example, body } = chapter;
  const request = { ...body, policy: name };
  const choices = Object.entries(axes).map(([axis, choice]) => `${axis} \`${choice}\``);
  return [
    `## ${name}`,
    `Version ${version}. ${rule}`,
    `Source: ${source}`,
    `Axes: ${choices.join(', ')}.`,
    gapsText(preset),
    `Example: ${example}`,
    `\`\`\`json\n${JSON.stringify(request)}\n\`\`\``,
    `\`\`\`\n${linesOf(request).join('\n')}\n\`\`\``,
  ].join('\n\n');
}

/** What the quote says, in the words of its explanation. */
function linesOf(request: object): string[] {
  const simulation = validated(SimulationRequestSchema, request, 'en');
  const result = answerSimulation(simulation);
  if (result.kind === 'refused') throw new Error(`An example is refused: ${result.refusal.code}`);
  const reader = { locale: 'en', timeZone: simulation.account.timeZone, texts: textsOf('en') } as const;
  const { lines, totals, terms } = explain(result.quote, reader);
  return [...lines.map(({ text }) => text), ...totals, ...terms.slice(0, 1)];
}

/** docs/policies.md: of each preset its rule, source, axes and a worked example that the engine computes. */
export const policiesPage = (): string => `${[PREAMBLE, ...PRESETS.map(sectionOf)].join('\n\n')}\n`;
