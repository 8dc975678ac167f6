import { html, Markup } from './markup';
import type { Receipt } from './receipt';

const STYLE = new Markup(`
body { margin: 0; background: #fff; color: #1b1f24; font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 50rem; margin: 0 auto; padding: 2rem 1.25rem; }
h1 { font-size: 1.5rem; margin: 0 0 1rem; }
h2 { font-size: 1rem; margin: 1.75rem 0 .5rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.25rem; margin: 0 0 1rem; }
dt { color: #57606a; }
dd { margin: 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid #d8dee4; }
th { color: #57606a; font-weight: 600; font-size: .85rem; }
th:nth-child(n+2), td:nth-child(n+2) { text-align: right; white-space: nowrap; padding-right: 0; padding-left: .75rem; }
small { display: block; color: #57606a; }
.totals { margin: .75rem 0 0 auto; width: auto; }
.totals td { border: 0; padding-top: .15rem; padding-bottom: .15rem; }
.due td { border-top: 2px solid #1b1f24; font-weight: 700; }
ul { margin: 0; padding-left: 1.1rem; }
@media print { main { padding: 0; } }
`);

/** A receipt as one HTML document that fetches nothing: for the browser, for print and as the body of a mail. */
export function receiptHtml(receipt: Receipt): string {
  const { locale, title, facts, changes, headings, lines, totals, terms } = receipt;
  const document = html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<dl>${facts.map(({ label, text }) => html`<dt>${label}</dt><dd>${text}</dd>`)}</dl>
${changes.map((change) => html`<p>${change}</p>`)}
<table>
<thead><tr><th scope="col">${headings.lines}</th><th scope="col">${headings.net}</th><th scope="col">${headings.percent}</th><th scope="col">${headings.vat}</th></tr></thead>
<tbody>${lines.map(
    (line) =>
      html`<tr><td>${line.text}<small>${line.treatment}</small></td><td>${line.net}</td><td>${line.percent}</td><td>${line.vat}</td></tr>`,
  )}</tbody>
</table>
<table class="totals"><tbody>${totals.map(
    ({ label, amount, isDue }) => html`<tr class="${isDue ? 'due' : ''}"><td>${label}</td><td>${amount}</td></tr>`,
  )}</tbody></table>
<h2>${headings.terms}</h2>
<ul>${terms.map((term) => html`<li>${term}</li>`)}</ul>
</main>
</body>
</html>
`;
  return document.text;
}
