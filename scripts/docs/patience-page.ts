import { TEXTS } from '../../locales/texts';
import { attemptsOf, type Patience } from '../../machines/patience';
import { LIMITS, PAUSES } from '../../machines/subscription-change/timing';
import { PATIENCE } from '../../workflows/step-policies';

const PREAMBLE = `# How long something is tried before a person is asked

Made from \`machines/subscription-change/step-table.ts\`, \`timing.ts\` beside it and \`workflows/step-policies.ts\` by \`npm run docs\`;
do not edit it by hand.

Where somebody looks at a page that waits, they have a clear answer within half a minute, or within two where a gateway takes
their card and says nothing. Where nobody waits it is tried for half an hour and longer: a gateway or a database that restarts within
ten minutes needs no person. Money is the exception: a charge is sent once, and what became of it is looked up.

*Tried for* is what the pauses come to; each is twice as long as the one before, up to the longest. A service that says nothing takes
its own time besides, and an attempt that no worker takes does not count.
`;

/** Seconds, minutes, hours or days, whichever is round. */
function span(milliseconds: number): string {
  const seconds = milliseconds / 1_000;
  const units = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ] as const;
  const [unit, size] = units.find(([, size]) => seconds >= size && seconds % size === 0) ?? ['second', 1];
  const count = Math.round((seconds / size) * 100) / 100;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

const inMinutes = (pauses: readonly number[]): string =>
  `about ${Math.round(pauses.reduce((total, pause) => total + pause, 0) / 60)} minutes`;

function row([step, patience]: [string, Patience]): string {
  const { whoWaits, triedFor, firstPause, longestPause, afterwards, why } = patience;
  const attempts = attemptsOf(patience);
  const pauses = attempts === 1 ? ['once', '', ''] : [forHowLong(triedFor), span(firstPause), span(longestPause)];
  const cells = [
    workOf(step),
    whoWaits,
    ...pauses,
    Number.isFinite(attempts) ? String(attempts) : 'no end',
    afterwards,
    why,
  ];
  return `| ${cells.join(' | ')} |`;
}

const forHowLong = (triedFor: number): string => (Number.isFinite(triedFor) ? span(triedFor) : 'as long as it takes');

/** In the words of the order's page, where it has any. */
function workOf(step: string): string {
  const words = TEXTS.en[`work.${step}`];
  return words === undefined ? `\`${step}\`` : `${words} (\`${step}\`)`;
}

/** docs/patience.md, from the tables that workflows and statechart take their limits from. */
export const patiencePage = (): string =>
  [
    PREAMBLE,
    '## Steps',
    '',
    '| work | who waits | tried for | first pause | longest pause | attempts | then | why |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...Object.entries(PATIENCE).map(row),
    '',
    '## Payments that an order asks about by itself',
    '',
    '| payment | pauses, in seconds | together | then | why |',
    '| --- | --- | --- | --- | --- |',
    `| a charge that nobody knows the outcome of is looked up | ${PAUSES.lookUps.join(', ')} | ${inMinutes(PAUSES.lookUps)} | support is asked within 15 minutes; it is looked up on after 15 minutes, 30 minutes and then every hour, and at each word of the gateway | the gateway mostly knows within seconds, and sent again it could be taken twice |`,
    `| a charge that was certainly not sent is sent | ${PAUSES.resends.join(', ')} | ${inMinutes(PAUSES.resends)} | support is asked | nothing was taken; the customer may cancel meanwhile, and a gateway that restarts within ten minutes needs no person |`,
    '',
    `Whoever placed the order waits for the first ${LIMITS.lookUpsAtOnce} look-ups and until it was sent again ${LIMITS.resendsAtOnce} times; then they are told that it`,
    'goes on. How a VAT number that cannot be verified is asked about again is in [tax.md](tax.md).',
    '',
  ].join('\n');
