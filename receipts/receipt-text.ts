import type { Receipt } from './receipt';

/** A receipt as plain text, for mails. */
export function receiptText(receipt: Receipt): string {
  const colon = receipt.locale === 'fr' ? '\u00a0: ' : ': ';
  const { title, look, parties, facts, changes, headings, lines, totals, terms, note } = receipt;
  const sections = [
    [look.name === null ? title : `${look.name}, ${title}`],
    facts.map(({ label, text }) => `${label}${colon}${text}`),
    ...parties.map((party) => [party.heading, ...party.lines.map((line) => `  ${line}`)]),
    changes,
    [
      headings.lines,
      ...lines.flatMap(({ name, arithmetic, treatment, net, vatText }) => [
        `- ${name}${colon}${net}`,
        ...[arithmetic, treatment, vatText].filter((part) => part !== '').map((part) => `  ${part}`),
      ]),
    ],
    totals.map(({ label, amount }) => `${label}${colon}${amount}`),
    terms,
    [note],
  ];
  return sections.map((section) => section.join('\n')).join('\n\n');
}
