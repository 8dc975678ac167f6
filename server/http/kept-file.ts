import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Request, Response } from 'express';
import type { Locale } from '../../billing/facts/types';

/** How a file may be sent, the smallest first. */
export const ENCODINGS = ['br', 'gzip', 'identity'] as const;
type Encoding = (typeof ENCODINGS)[number];

/** A file that browsers keep, in each encoding that it has. */
export interface KeptFile {
  type: string;
  /** Names its content. */
  tag: string;
  bytes: Readonly<Partial<Record<Encoding, Buffer>>>;
}

export const tagOf = (content: Buffer): string => createHash('sha256').update(content).digest('base64url').slice(0, 22);

/** Small enough to send, and quick enough for a request to wait for it. */
const BROTLI_QUALITY = 6;

/** A text in every encoding. */
export function compressed(type: string, text: string): KeptFile {
  const identity = Buffer.from(text);
  const br = brotliCompressSync(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } });
  return { type, tag: tagOf(identity), bytes: { br, gzip: gzipSync(identity), identity } };
}

interface Keeping {
  cacheControl: string;
  /** Left out: it is the same in every language. */
  language?: Locale;
}

/** Answers with a file in the best encoding that the browser takes; with 304 where it has the file already. */
export function sendKept(request: Request, response: Response, file: KeptFile, keeping: Keeping): void {
  const { type, tag, bytes } = file;
  const accepted = request.acceptsEncodings();
  const encoding = ENCODINGS.find((one) => bytes[one] !== undefined && accepted.includes(one)) ?? 'identity';
  if (encoding !== 'identity') response.set('Content-Encoding', encoding);
  if (keeping.language === undefined) response.removeHeader('Content-Language');
  else response.set('Content-Language', keeping.language);
  response
    .set({ 'Cache-Control': keeping.cacheControl, ETag: `"${tag}-${encoding}"`, Vary: 'Accept-Encoding' })
    .type(type)
    .send(bytes[encoding]);
}
