import { connect as connectPlainly, isIP } from 'node:net';
import { connect as connectByTls, type TLSSocket } from 'node:tls';
import { present } from '../../billing/present';
import type { TemporalTarget } from './settings';

/** How far a server was reached that was greeted once, and how it ended. */
export interface Observed {
  reached: 'nothing' | 'machine' | 'encryption' | 'words';
  /** The code of Node or OpenSSL, `closed` where the server ended it without one, `silent` where nothing came in time. */
  failed?: string;
  /** The protocol that the handshake agreed on; false where it agreed on none. */
  protocol?: string | false | null;
  words?: 'http2' | 'tls' | 'other';
}

type Address = Pick<TemporalTarget, 'host' | 'port' | 'tls'>;

/** The client's beginning of HTTP/2, with settings that change nothing (RFC 9113, 3.4): a server answers with its own. */
const GREETING = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
]);
/** Its type stands in the fourth byte of a frame. */
const SETTINGS_FRAME = 4;
/** The first byte of what a server says in TLS that was spoken to in plain text. */
const TLS_ALERT = 21;

const PROTOCOL = 'h2';

/**
 * Greets a server with nothing but Node, because the clients of Temporal are long in saying why they are not connected, if
 * they say it at all. Nothing is asked, and no key is shown.
 *
 * @param limit for all of it, in milliseconds
 */
export function greet({ host, port, tls }: Address, limit: number): Promise<Observed> {
  return new Promise((resolve) => {
    const socket = tls === null ? connectPlainly({ host, port }) : connectByTls(tlsOptions(host, port, tls));
    const seen: Observed = { reached: 'nothing' };
    const end = (how: Partial<Observed>): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ ...seen, ...how });
    };
    const timer = setTimeout(() => end({ failed: 'silent' }), limit);
    socket.on('connect', () => {
      seen.reached = 'machine';
      if (tls === null) socket.write(GREETING);
    });
    socket.on('secureConnect', () => {
      seen.reached = 'encryption';
      seen.protocol = (socket as TLSSocket).alpnProtocol;
      if (seen.protocol === PROTOCOL) socket.write(GREETING);
      else end({});
    });
    socket.on('data', (words) => end({ reached: 'words', words: kindOf(words) }));
    socket.on('error', (error) => end({ failed: codeOf(error) }));
    socket.on('close', () => end({ failed: 'closed' }));
  });
}

/** Whether a server speaks TLS, whoever it may be: nothing is said to it but that. */
export function speaksTls({ host, port }: Pick<Address, 'host' | 'port'>, limit: number): Promise<boolean> {
  return new Promise((resolve) => {
    // The certificate is of no interest: the connection ends here.
    const socket = connectByTls({ ...tlsOptions(host, port, {}), rejectUnauthorized: false });
    const end = (speaks: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(speaks);
    };
    const timer = setTimeout(() => end(false), limit);
    socket.on('secureConnect', () => end(true));
    socket.on('error', (error) => end(/ALERT/.test(codeOf(error))));
    socket.on('close', () => end(false));
  });
}

function tlsOptions(host: string, port: number, { authority, client, serverName }: NonNullable<Address['tls']>) {
  const servername = serverName ?? (isIP(host) === 0 ? host : undefined);
  const shown = present({ ca: authority, cert: client?.crt, key: client?.key, servername });
  return { host, port, ALPNProtocols: [PROTOCOL], ...shown };
}

function kindOf(words: Buffer): NonNullable<Observed['words']> {
  if (words[3] === SETTINGS_FRAME) return 'http2';
  return words[0] === TLS_ALERT ? 'tls' : 'other';
}

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : error.message);
