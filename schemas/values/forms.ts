import { z } from 'zod';

/**
 * A mailbox by RFC 5321, 4.1.2, with the letters of RFC 6531: atoms between points or a quoted text, then a domain or an
 * address in brackets. In a quoted text no angle bracket is taken, because servers disagree about the envelope then.
 */
const LETTER = String.raw`[\p{L}\p{M}\p{N}]`;
const ATOM = String.raw`(?:${LETTER}|[!#$%&'*+/=?^_\x60{|}~-])+`;
const QUOTED = String.raw`"(?:[\x20\x21\x23-\x3b\x3d\x3f-\x5b\x5d-\x7e]|${LETTER}|\\[\x20-\x3b\x3d\x3f-\x7e])*"`;
const LABEL = `${LETTER}(?:(?:${LETTER}|-){0,61}${LETTER})?`;
const LITERAL = String.raw`\[(?:\d{1,3}(?:\.\d{1,3}){3}|IPv6:[0-9A-Fa-f:.]{2,45})\]`;
const MAIL_ADDRESS = new RegExp(
  String.raw`^(?:${ATOM}(?:\.${ATOM})*|${QUOTED})@(?:${LABEL}(?:\.${LABEL})*|${LITERAL})$`,
  'u',
);

/**
 * Patterns of texts, by name. A text of another form is refused in words (`form.<name>` in `locales/`), because nobody
 * should have to read a regular expression to correct a field.
 */
export const FORMS = {
  amount: /^(0|[1-9]\d{0,11})(\.\d{1,4})?$/,
  signedAmount: /^-?\d{1,15}(\.\d{1,4})?$/,
  percent: /^(100(\.0{1,4})?|(0|[1-9]\d?)(\.\d{1,4})?)$/,
  currency: /^[A-Z]{3}$/,
  country: /^[A-Z]{2}$/,
  vatNumber: /^[A-Z]{2}[0-9A-Z+*]{2,14}$/,
  /** An id never needs escaping in a path, a workflow id or a log line. */
  id: /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/,
  /** Of a billed line: an id, or the name that an order of ours gave it, "order:q1:1:subscription:charge". */
  lineId: /^[A-Za-z0-9][A-Za-z0-9:_-]{0,255}$/,
  word: /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/,
  stateName: /^[A-Za-z][A-Za-z.]{0,63}$/,
  reasonCode: /^[a-z][a-z0-9_]{1,63}$/,
  source: /^[a-z][a-z0-9_:-]{0,63}$/,
  token: /^[\x21-\x7e]{1,255}$/,
  evidenceId: /^[\x21-\x7e]{1,200}$/,
  itemKey: /^[\x21-\x7e]{1,300}$/,
  quoteHash: /^[0-9a-zA-Z:_=+/-]{8,128}$/,
  cursor: /^[A-Za-z0-9_.-]{1,512}$/,
  limit: /^\d{1,3}$/,
  /** Area/City or UTC: an offset like "+01:00" knows no summer time, so it is not a zone to bill in. */
  timeZone: /^(UTC|[A-Z][A-Za-z]+(\/[A-Z][A-Za-z0-9_+-]+){1,2})$/,
  color: /^#[0-9a-fA-F]{6}$/,
  logo: /^data:image\/(png|jpeg);base64,[A-Za-z0-9+/]+={0,2}$/,
  mailAddress: MAIL_ADDRESS,
  delay: /^(P[1-9]\d{0,2}D|PT[1-9]\d{0,2}[HMS])$/,
  withoutNul: /^[^\0]*$/,
  manyLines: /^(?:[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|\n)*$/u,
  oneLine: /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u,
} as const satisfies Record<string, RegExp>;

export type FormName = keyof typeof FORMS;

/** For a text with further checks: `z.string().max(80).check(inForm('oneLine'))`. */
export const inForm = (name: FormName, { abort = false } = {}) =>
  z.regex(FORMS[name], { error: `form.${name}`, abort });

/** @param abort skips the further checks of a text that has another form */
export const formed = (name: FormName, { abort = false } = {}) => z.string().check(inForm(name, { abort }));
