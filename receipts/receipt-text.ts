import type { Receipt } from './receipt';

/** A receipt as plain text, for mails. */
export function receiptText(receipt: Receipt): string {
  const colon = receipt.locale === 'fr' ? ' : ' : ': ';
  const { title, facts, changes, headings, lines, totals, terms } = receipt;
  const sections = [
    [title],
    facts.map(({ label, text }) => `${label}${colon}${text}`),
    changes,
    [
      headings.lines,
      ...lines.flatMap((line) => [`- ${line.text}`, `  ${line.treatment}; ${headings.vat}${colon}${line.vat}`]),
    ],
    totals.map(({ label, amount }) => `${label}${colon}${amount}`),
    terms,
  ];
  return sections.map((section) => section.join('\n')).join('\n\n');
}
