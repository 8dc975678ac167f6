import { MailAddressSchema } from '../../schemas/values/addresses';
import { FORMS } from '../../schemas/values/forms';
import type { LetterSender } from './message';

/** How letters reach the mail server, and who they come from. */
export interface MailSetting {
  host: string;
  port: number;
  /** `tls` from the first byte; `starttls` before anything is said of a letter; `none` only on the machine itself. */
  security: 'tls' | 'starttls' | 'none';
  credentials: { user: string; password: string } | null;
  from: LetterSender;
}

const PORTS: Readonly<Record<string, number>> = { 'smtps:': 465, 'smtp:': 587 };
const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];
const NAMED = /^([^<>]{1,100}?)\s*<([^<>\s]+|"[^<>]*"@[^<>\s]+)>$/;

interface WrongSetting {
  variable: 'AVENANT_MAIL_URL' | 'AVENANT_MAIL_FROM';
  problem: string;
}

/**
 * Reads `smtps://user:password@host:465`, or `smtp://` for a server that is asked for TLS before anything is said. Without
 * TLS a letter goes to the machine itself only, e.g. to a relay there.
 *
 * @returns null where mail is not set, or what is wrong; never a value, because it may be a password
 */
export function readMailSetting(url: string | undefined, from: string | undefined): MailSetting | WrongSetting | null {
  if (url === undefined && from === undefined) return null;
  const server = url === undefined ? null : serverIn(url);
  if (server === null)
    return { variable: 'AVENANT_MAIL_URL', problem: 'an address like smtps://user:password@host:465' };
  const sender = from === undefined ? null : senderIn(from);
  if (sender === null) return { variable: 'AVENANT_MAIL_FROM', problem: 'a sender like "Orders <orders@example.com>"' };
  return { ...server, from: sender };
}

function serverIn(text: string): Omit<MailSetting, 'from'> | null {
  if (!URL.canParse(text)) return null;
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(text);
  const usual = PORTS[protocol];
  if (usual === undefined || hostname === '' || `${search}${hash}` !== '' || !['', '/'].includes(pathname)) return null;
  if ((username === '') !== (password === '')) return null;
  try {
    const credentials =
      username === '' ? null : { user: decodeURIComponent(username), password: decodeURIComponent(password) };
    const isHere = LOOPBACK.includes(hostname);
    const security = protocol === 'smtps:' ? 'tls' : isHere ? 'none' : 'starttls';
    return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? usual : Number(port), security, credentials };
  } catch {
    return null;
  }
}

function senderIn(text: string): LetterSender | null {
  const [, name, named] = NAMED.exec(text) ?? [];
  const mailAddress = named ?? text;
  if (!MailAddressSchema.safeParse(mailAddress).success || !FORMS.oneLine.test(name ?? '')) return null;
  return { name: name === undefined ? null : unquoted(name), mailAddress };
}

/** A name in quotes, as it has to stand in a header where it holds a comma, goes by what is in them. */
const unquoted = (name: string): string =>
  /^"(?:[^"\\]|\\.)*"$/.test(name) ? name.slice(1, -1).replace(/\\(.)/g, '$1') : name;
