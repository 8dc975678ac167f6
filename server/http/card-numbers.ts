import { isIP } from 'node:net';
import type { RequestHandler } from 'express';
import { looksLikeCardNumber, masked } from '../../machines/card-number';
import { Problem } from './problem';

/**
 * Refuses a request with a card number in its address or in any header but those of tracers, before anybody reads, keeps or logs it. Bodies are
 * looked at where they are read.
 *
 * @throws Problem 422 `card_data_refused`
 */
export const refuseCardNumbers: RequestHandler = ({ originalUrl, headersDistinct }, _response, next) => {
  const headers = Object.entries(headersDistinct).filter(([name]) => !TRACING.test(name));
  const values = headers.flatMap(([, some]) => some ?? []);
  const told = values.filter((value) => !isOfAddresses(value)).flatMap((value) => [value, readAsUtf8(value)]);
  if ([decoded(originalUrl), ...told].some(looksLikeCardNumber)) throw new Problem('card_data_refused');
  next();
};

/**
 * Headers in which tracers number a request and its steps: with random digits, as many as a card has, so that one such number in forty
 * looks like a card's. Nobody reads, keeps or logs them.
 */
const TRACING = /(?:trace|span|parent)-?id$|trace-context$|^trace(?:parent|state)$/;

/** Proxies name the addresses that a request came through: digits with dots and commas between them. */
const isOfAddresses = (value: string): boolean => value.split(',').every((part) => isIP(part.trim()) !== 0);

/** Node reads the bytes of a header as one character each. */
const readAsUtf8 = (value: string): string => Buffer.from(value, 'latin1').toString('utf8');

/** The path of an address as it may be told and logged: without its query, and without card numbers. */
export function pathToTell(url: string): string {
  const path = url.split('?')[0] ?? '';
  return looksLikeCardNumber(decoded(path)) ? masked(decoded(path)) : path;
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    // What is no UTF-8 is read as single bytes: the digits in it are what they are.
    return url.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  }
}
