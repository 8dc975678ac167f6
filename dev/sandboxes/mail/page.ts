import { failure, jsonReply, type SandboxReply, type SandboxRequest } from '../sandbox-server';
import { type Mailbox, type ReceivedMail, readMail } from './mailbox';

/** The mailbox in a browser: `/` lists what came, `/mails/{messageId}` shows one, `…/html` its page, `/mails.json` all of it. */

const ONE = /^\/mails\/([^/]+)(\/html)?$/;
/** A mail loads nothing from anywhere and runs nothing. */
const ALONE = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`;
const LATEST = 200;

export async function serveMailbox(mailbox: Mailbox, { method, path }: SandboxRequest): Promise<SandboxReply> {
  if (method !== 'GET') return failure(405, 'method_not_allowed');
  if (path === '/livez') return jsonReply(200, { ok: true });
  if (path === '/') return html(await listOf(latestOf(mailbox)));
  if (path === '/mails.json') return jsonReply(200, { items: await Promise.all(latestOf(mailbox).map(summaryOf)) });
  const [, name = '', isPage] = ONE.exec(path) ?? [];
  const mail = mailbox.all().find(({ messageId }) => messageId === decodeURIComponent(name));
  if (mail === undefined) return failure(404, 'not_found');
  const { html: page } = await readMail(mail);
  if (isPage === undefined) return html(await oneOf(mail));
  return page ? html(`${ALONE}${page}`) : failure(404, 'not_found');
}

const latestOf = (mailbox: Mailbox): ReceivedMail[] => mailbox.all().slice(-LATEST).reverse();

async function summaryOf(mail: ReceivedMail) {
  const { subject = '', text = '', from, to, date, html: page } = await readMail(mail);
  const toText = Array.isArray(to) ? to.map((one) => one.text).join(', ') : (to?.text ?? '');
  return {
    messageId: mail.messageId,
    recipient: mail.recipient,
    from: from?.text ?? '',
    to: toText,
    subject,
    text,
    hasPage: Boolean(page),
    date: date?.toISOString() ?? null,
  };
}

async function listOf(mails: readonly ReceivedMail[]): Promise<string> {
  const rows = await Promise.all(
    mails.map(async (mail) => {
      const { messageId, to, subject, date } = await summaryOf(mail);
      return `<tr><td>${escaped(date ?? '')}<td>${escaped(to)}<td><a href="${pathOf(messageId)}">${escaped(subject)}</a>`;
    }),
  );
  const table = `<table><tr><th>Written<th>To<th>Subject${rows.join('')}</table>`;
  return documentOf('Mailbox', rows.length === 0 ? '<p>No mail has been sent yet.' : table);
}

async function oneOf(mail: ReceivedMail): Promise<string> {
  const { messageId, from, to, subject, text, hasPage, date } = await summaryOf(mail);
  const head = `<p>From ${escaped(from)}<br>To ${escaped(to)}<br>${escaped(date ?? '')}`;
  const page = hasPage ? `<p><a href="${pathOf(messageId)}/html">The same as a page</a>` : '';
  return documentOf(subject, `${head}<pre>${escaped(text)}</pre>${page}<p><a href="/">All mails</a>`);
}

const pathOf = (messageId: string): string => `/mails/${encodeURIComponent(messageId)}`;

const documentOf = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(title)}</title><style>body{font:1rem system-ui;max-width:60rem;margin:2rem auto}td,th{text-align:left;padding:.2rem 1rem .2rem 0}pre{white-space:pre-wrap}</style><h1>${escaped(title)}</h1>${body}</html>`;

const html = (text: string): SandboxReply => ({ kind: 'text', status: 200, type: 'text/html; charset=utf-8', text });

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? '');
