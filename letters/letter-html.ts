import { shownLogo } from '../receipts/logo';
import { html, Markup } from '../receipts/markup';
import { GREETING_HERE } from './greeting';
import { inkOn } from './ink';
import type { LetterFoot, LetterWords } from './letter';

/** Where the page says how to stop it: no text that is filled in can say this, since it is escaped. */
export const FOOT_HERE = '<!--foot-->';

/** Of a seller that names no color; the same as on receipts. */
const PLAIN_COLOR = '#0b5f59';
const FONT = "font-family:'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";
/** The longest name, reference or purchase order has no place to break, and a telephone has room for half of it. */
const WRAPPED = 'overflow-wrap:anywhere;word-break:break-word;';
const SMALL = 'font-size:14px;line-height:1.5;color:#565a60;';
const NOTHING = new Markup('');

/** What a style in the lines cannot say; a mailbox that does not read it shows the letter in light. */
const DARK = new Markup(`
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .paper { background: #14171a !important; }
  .sheet { background: #1b1f23 !important; color: #ece9e3 !important; }
  .second { color: #a9adb2 !important; }
}`);

/** A letter as one page for mailboxes: a table of 600 pixels with its styles in the lines, since many read nothing else. */
export function letterHtml(words: LetterWords): string {
  const { locale, subject, sentences, amount, button, more, reference, closing, look } = words;
  const color = look.color ?? PLAIN_COLOR;
  const [first = ''] = sentences;
  const sheet = `${FONT}${WRAPPED}max-width:600px;width:100%;background:#ffffff;color:#1c1f23;font-size:16px;line-height:1.5;border-top:6px solid ${color};`;
  const page = html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${subject}</title>
<style>${DARK}</style>
</head>
<body class="paper" style="margin:0;padding:0;background:#faf8f4;">
<div style="display:none;max-height:0;overflow:hidden;">${first}</div>
<table role="presentation" class="paper" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#faf8f4;">
<tr><td align="center" style="padding:24px 12px;">
<table role="presentation" class="sheet" width="600" cellpadding="0" cellspacing="0" border="0" style="${sheet}">
<tr><td style="padding:32px;">
${brandOf(look)}
<p style="margin:0 0 16px;">${new Markup(GREETING_HERE)}</p>
${sentences.map((sentence) => html`<p style="margin:0 0 16px;">${sentence}</p>\n`)}
${amount === null ? NOTHING : html`<p style="margin:0 0 16px;font-size:18px;">${amount.label}<br><strong>${amount.text}</strong></p>`}
${button === null ? NOTHING : buttonOf(button, color)}
${more.map((line) => html`<p class="second" style="${SMALL}margin:0 0 8px;">${line}</p>\n`)}
${reference === null ? NOTHING : html`<p class="second" style="${SMALL}margin:24px 0 0;">${reference.label}<br><strong>${reference.text}</strong></p>`}
<p style="margin:24px 0 0;">${closing}${look.name === null ? NOTHING : html`<br>${look.name}`}</p>
</td></tr>
</table>
${new Markup(FOOT_HERE)}
</td></tr>
</table>
</body>
</html>
`;
  return page.text;
}

function brandOf({ name, logo: given }: LetterWords['look']): Markup {
  const logo = shownLogo(given);
  if (logo !== null) {
    return html`<p style="margin:0 0 24px;"><img src="${logo}" alt="${name ?? ''}" style="max-height:48px;max-width:200px;"></p>`;
  }
  return name === null ? NOTHING : html`<p style="margin:0 0 24px;font-size:18px;font-weight:600;">${name}</p>`;
}

/** A cell with a background is a button in every mailbox. */
function buttonOf({ label, link }: { label: string; link: string }, color: string): Markup {
  const letters = `${FONT}display:inline-block;padding:12px 24px;font-size:16px;font-weight:600;color:${inkOn(color)};text-decoration:none;`;
  return html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 24px;"><tr><td bgcolor="${color}" style="border-radius:6px;background:${color};"><a href="${link}" style="${letters}">${label}</a></td></tr></table>`;
}

/** Below the sheet, in the color of what one may look up. */
export const footHtml = ({ sentence, label, link }: LetterFoot): string =>
  html`<p class="second" style="${FONT}${SMALL}max-width:600px;margin:12px 0 0;">${sentence}<br><a class="second" href="${link}" style="color:#565a60;">${label}</a></p>`
    .text;
