import express, { type Request, type RequestHandler } from 'express';
import { holdsCardNumber, looksLikeCardNumber } from '../../../machines/card-number';
import { Problem } from '../problem';
import { badLiteralIn, badLiteralProblem } from './literals';
import { faultOf, faultProblem } from './text';

/** Inflated size: a gzip bomb is stopped while it inflates. */
const MOST_BYTES = '100kb';
/** Throws at bytes that are not UTF-8; decoding a whole body at once leaves nothing behind in it. */
const UTF_8 = new TextDecoder('utf-8', { fatal: true });
const JSON_TYPE = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/** Reads the bytes of a request that says it is JSON in UTF-8; anything else is left unread and refused. */
export const readJsonBytes: RequestHandler[] = [
  (request, _response, next) => {
    if (!JSON_TYPE.test(request.headers['content-type'] ?? '')) throw new Problem('unsupported_media_type');
    next();
  },
  express.raw({ type: () => true, limit: MOST_BYTES }),
];

/** Whether a request that moves something brings a body along; what a GET brings means nothing. */
export const bringsBody = ({ method, headers }: Request): boolean =>
  method !== 'GET' && (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0);

/** As {@link readJsonBytes}, where no body is asked for: one that comes all the same is not passed over in silence. */
export const readWhatIsSent: RequestHandler[] = readJsonBytes.map(
  (read): RequestHandler =>
    (request, response, next) =>
      bringsBody(request) ? read(request, response, next) : next(),
);

/**
 * The body as a JSON object.
 *
 * @throws Problem 422 where a card number may be in it, whatever the field; 400 for bytes that are not UTF-8, text that is not JSON, repeated keys, deep nesting, other shapes.
 */
export function jsonObjectOf(request: Request): Record<string, unknown> {
  const bytes: unknown = request.body;
  const text = Buffer.isBuffer(bytes) ? decoded(bytes) : '';
  // Before anything else reads, keeps or logs it.
  if (looksLikeCardNumber(text)) throw new Problem('card_data_refused');
  const fault = faultOf(text);
  if (fault !== undefined) throw new Problem(fault.code, { errors: [faultProblem(fault)] });
  const value = parsed(text);
  // Written with escapes it only shows once it is read.
  if (holdsCardNumber(value)) throw new Problem('card_data_refused');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Problem('body_not_an_object');
  return value as Record<string, unknown>;
}

function decoded(bytes: Buffer): string {
  try {
    return UTF_8.decode(bytes);
  } catch {
    throw new Problem('malformed_json');
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const bad = badLiteralIn(text);
    throw new Problem('malformed_json', bad === undefined ? {} : { errors: [badLiteralProblem(bad)] });
  }
}
