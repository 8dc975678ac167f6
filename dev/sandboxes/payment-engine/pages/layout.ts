import type { SandboxReply, SandboxRequest } from '../../sandbox-server';
import { type PageLanguage, WORDS } from './words';

/** The frame of a sandbox's page; its look is that of our own pages, so that the way through both is one. */

const STYLE = `
:root{color-scheme:light dark;--paper:#faf8f4;--sheet:#fff;--sunk:#f2efe8;--rule:#d9d4c9;--rule-strong:#8d8678;--ink:#1c1f23;
--ink-2:#565a60;--accent:#0b5f59;--accent-ink:#fff;--stuck:#a3231f;--stuck-soft:#fbe5e2;--wait:#7a4a00;--wait-soft:#fbeed6}
@media (prefers-color-scheme:dark){:root{--paper:#14171a;--sheet:#1b1f23;--sunk:#22272c;--rule:#353b42;--rule-strong:#7d858e;
--ink:#ece9e3;--ink-2:#a9adb2;--accent:#6fcfc2;--accent-ink:#0c1f1d;--stuck:#f39a91;--stuck-soft:#3a1d1b;--wait:#f0bb6b;
--wait-soft:#33270f}}
*{box-sizing:border-box}
body{margin:0;padding:24px 16px 48px;background:var(--paper);color:var(--ink);font-variant-numeric:tabular-nums;text-wrap:pretty;
font:1rem/1.5 ui-sans-serif,system-ui,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif}
main{max-width:440px;margin:0 auto}
.maker{display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin:0 0 24px;font-weight:650}
.maker span{border-radius:999px;padding:2px 10px;font-size:.75rem;background:var(--wait-soft);color:var(--wait)}
.sheet{background:var(--sheet);border:1px solid var(--rule);border-radius:6px;padding:24px}
h1{margin:0 0 8px;font-size:1.375rem;line-height:1.25;letter-spacing:-.01em;text-wrap:balance}
p{margin:0 0 16px}.small,small{font-size:.875rem;color:var(--ink-2)}.sum{font-size:1.75rem;font-weight:650}
label{display:block;margin:0 0 4px;font-size:.875rem;font-weight:650}
input{display:block;width:100%;min-height:44px;margin:0 0 16px;padding:8px 12px;border:1px solid var(--rule-strong);border-radius:6px;
background:var(--sheet);color:var(--ink);font:inherit;font-family:ui-monospace,"SF Mono","DejaVu Sans Mono",monospace}
input[aria-invalid]{border:2px solid var(--stuck)}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:0 16px}
.alert{margin:0 0 16px;padding:12px 16px;border-radius:6px;background:var(--stuck-soft);color:var(--stuck)}
button,a.button{display:block;width:100%;min-height:44px;margin:0 0 8px;padding:10px 18px;border:1px solid var(--accent);border-radius:6px;
background:var(--accent);color:var(--accent-ink);font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer}
button.plain{border-color:var(--rule-strong);background:transparent;color:var(--ink)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
details{margin:24px 0 0}summary{min-height:24px;cursor:pointer;font-weight:650}
dl{margin:12px 0 0;font-size:.875rem}dt{font-family:ui-monospace,"SF Mono","DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
dd{margin:0 0 8px;color:var(--ink-2)}
hr{margin:24px 0;border:0;border-top:1px solid var(--rule)}`;

export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** @param title plain text; @param content HTML */
export function pageReply(language: PageLanguage, title: string, content: string, status = 200): SandboxReply {
  const words = WORDS[language];
  const text = `<!doctype html><html lang="${language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><link rel="icon" href="data:,">
<title>${escaped(title)} · ${words.maker}</title><style>${STYLE}</style></head>
<body><main><p class="maker">${words.maker} <span>${words.sandbox}</span></p>
<div class="sheet"><h1>${escaped(title)}</h1>${content}</div></main></body></html>`;
  return { kind: 'text', status, type: 'text/html; charset=utf-8', text };
}

/** A page that has nothing to ask any more, with the way back where there is one. */
export function lastPage(
  language: PageLanguage,
  { title, text, back }: { title: string; text: string; back: string | undefined },
  status = 200,
): SandboxReply {
  const way = back === undefined ? '' : `<a class="button" href="${escaped(back)}">${WORDS[language].back}</a>`;
  return pageReply(language, title, `<p>${escaped(text)}</p>${way}`, status);
}

/** Whether somebody looks at the answer, and no program. */
export const isBrowser = ({ headers }: SandboxRequest): boolean => /text\/html/.test(headers.accept ?? '');

/** The language that a browser asks for first. */
export const languageOf = ({ headers }: SandboxRequest): PageLanguage =>
  /^\s*fr\b/i.test(headers['accept-language'] ?? '') ? 'fr' : 'en';
