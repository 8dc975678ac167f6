import { shownLogo } from './logo';
import { html, Markup } from './markup';
import type { Receipt } from './receipt';

const STYLE = `
:root { color-scheme: light dark; --paper: #faf8f4; --sheet: #fff; --ink: #1c1f23; --ink-2: #565a60; --rule: #d9d4c9; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #14171a; --sheet: #1b1f23; --ink: #ece9e3; --ink-2: #a9adb2; --rule: #353b42; --mark: color-mix(in oklab, var(--seller) 55%, white); }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 ui-sans-serif, system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
main { max-width: 46rem; margin: 32px auto; padding: 40px 48px 48px; background: var(--sheet); border: 1px solid var(--rule); border-top: 6px solid var(--mark); border-radius: 6px; }
header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 8px 24px; margin-bottom: 32px; }
header p { margin: 0; font-size: 18px; font-weight: 650; }
header img { display: block; max-height: 48px; max-width: 200px; }
h1 { font-size: 28px; line-height: 1.25; font-weight: 650; letter-spacing: -.01em; margin: 0; }
h2 { font-size: 14px; font-weight: 650; margin: 0 0 4px; }
small, dt, th, .second { font-size: 14px; color: var(--ink-2); }
dl { display: flex; flex-wrap: wrap; gap: 16px 40px; margin: 0 0 24px; padding: 16px 0; border: solid var(--rule); border-width: 1px 0; }
dd { margin: 0; }
.parties { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: 16px 24px; margin-bottom: 32px; }
address { font-style: normal; }
.change { font-size: 18px; margin: 0 0 16px; text-wrap: pretty; }
table { border-collapse: collapse; width: 100%; }
th { font-weight: 400; vertical-align: bottom; }
th, td { text-align: left; vertical-align: top; padding: 12px 0; border-bottom: 1px solid var(--rule); }
.figure { text-align: right; white-space: nowrap; padding-left: 20px; }
small { display: block; text-wrap: pretty; }
.narrow { display: none; }
.totals { margin: 8px 0 32px auto; width: auto; }
.totals th, .totals td { border: 0; padding: 4px 0; }
.totals th { font-size: 16px; vertical-align: top; }
.due th, .due td { border-top: 2px solid var(--mark); padding-top: 10px; font-size: 18px; font-weight: 650; color: var(--ink); }
ul { margin: 0 0 24px; padding-left: 18px; }
@media (max-width: 36rem) {
  main { margin: 0; padding: 24px 16px 32px; border-width: 6px 0 0; border-radius: 0; }
  .wide { display: none; }
  .narrow { display: block; }
  .totals { width: 100%; }
}
@media print {
  :root { color-scheme: light; --paper: #fff; --sheet: #fff; --ink: #1c1f23; --ink-2: #565a60; --rule: #d9d4c9; --mark: var(--seller); }
  body { font-size: 12px; }
  main { margin: 0; padding: 24px 0 0; max-width: none; border-width: 4px 0 0; border-radius: 0; }
  tr, .parties, .totals { break-inside: avoid; }
  thead { display: table-header-group; }
}
`;

/** A receipt as one HTML document that fetches nothing: for the browser, for print and as the body of a mail. */
export function receiptHtml(receipt: Receipt): string {
  const { locale, title, reference, look, parties, facts, changes, headings, lines, totals, terms, note } = receipt;
  const style = new Markup(`:root { --seller: ${look.color}; --mark: var(--seller); }${STYLE}`);
  const document = html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} ${reference}</title>
<style>${style}</style>
</head>
<body>
<main>
<header><h1>${title}</h1>${brandOf(look)}</header>
<dl>${facts.map(({ label, text }) => html`<div><dt>${label}</dt><dd>${text}</dd></div>`)}</dl>
<div class="parties">${parties.map(
    (party) =>
      html`<section><h2>${party.heading}</h2><address>${party.lines.map((line) => html`<div>${line}</div>`)}</address></section>`,
  )}</div>
${changes.map((change) => html`<p class="change">${change}</p>`)}
<table>
<thead><tr><th scope="col">${headings.lines}</th><th scope="col" class="figure">${headings.net}</th><th scope="col" class="figure wide">${headings.percent}</th><th scope="col" class="figure wide">${headings.vat}</th></tr></thead>
<tbody>${lines.map(
    ({ name, arithmetic, treatment, net, percent, vat, vatText }) =>
      html`<tr><td>${name}${noteOf(arithmetic)}${noteOf(treatment)}<small class="narrow">${vatText}</small></td><td class="figure">${net}</td><td class="figure wide">${percent}</td><td class="figure wide">${vat}</td></tr>`,
  )}</tbody>
</table>
<table class="totals"><tbody>${totals.map(
    ({ label, amount, isDue }) =>
      html`<tr class="${isDue ? 'due' : ''}"><th scope="row">${label}</th><td class="figure">${amount}</td></tr>`,
  )}</tbody></table>
<h2>${headings.terms}</h2>
<ul class="second">${terms.map((term) => html`<li>${term}</li>`)}</ul>
<p class="second">${note}</p>
</main>
</body>
</html>
`;
  return document.text;
}

const noteOf = (text: string): Markup => (text === '' ? new Markup('') : html`<small>${text}</small>`);

function brandOf({ name, logo: given }: Receipt['look']): Markup {
  const logo = shownLogo(given);
  if (logo !== null) return html`<img src="${logo}" alt="${name ?? ''}">`;
  return name === null ? new Markup('') : html`<p>${name}</p>`;
}
