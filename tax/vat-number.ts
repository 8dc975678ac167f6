import { type BodyFault, checkBody } from './check-digits/number-rule';
import { taxedAs } from './jurisdiction';
import { territoryOf } from './territories';
import { ONE_STOP_SHOP_DIGITS, VAT_SCHEMES, type VatRegisterName, type VatScheme } from './vat-schemes';
import { compactVatText, plainLine, type TextFault } from './vat-text';

/**
 * Why a text is no VAT number that could serve as evidence. `scheme_number` is well formed, but a one-stop-shop
 * number; `component` is a part out of range (a day of birth, an Italian office, a British public body).
 */
export type VatNumberFault = TextFault | BodyFault | 'prefix_twice' | 'scheme_number';

export interface VatNumber {
  ok: true;
  /** ISO 3166-1 alpha-2 of the state: GR, GB. */
  country: string;
  /** Prefix as registers write it: EL, XI. */
  prefix: string;
  /** Prefix and number without separators, older forms brought up to date. */
  canonical: string;
  register: VatRegisterName;
}

export interface VatNumberRefusal {
  ok: false;
  reason: VatNumberFault;
  /** English, for logs and developers; never repeats the number. */
  message: string;
}

/**
 * Reads a VAT number of the 27 member states, Northern Ireland (XI), Great Britain, Switzerland or Norway as people
 * type it, and checks its form and check digits. It says nothing about whether the number exists: ask `register`.
 *
 * Linear in the length of the text, which is capped before anything else looks at it. Never throws.
 *
 * @param country of the customer, where it is known (ISO 3166-1 alpha-2): of its own numbers the prefix may be left out,
 *   and the suffix that makes a VAT number of a company's number (MWST, MVA, the 01 of Sweden)
 */
export function parseVatNumber(text: string, country?: string): VatNumber | VatNumberRefusal {
  const compact = compactVatText(text);
  if (!compact.ok) return refuse(compact.reason);
  const typedPrefix = compact.text.slice(0, 2);
  const body = compact.text.slice(2);
  const oneStopShopDigits = ONE_STOP_SHOP_DIGITS.get(typedPrefix);
  if (oneStopShopDigits !== undefined) return refuseOneStopShop(typedPrefix, body, oneStopShopDigits);
  const home = country === undefined ? undefined : schemeAt(country);
  const scheme = VAT_SCHEMES.get(typedPrefix);
  if (scheme) return readBody(scheme, scheme === home ? completed(scheme, body) : body);
  const national = home && readBody(home, completed(home, compact.text));
  return national && (national.ok || !/^[A-Z]{2}/.test(typedPrefix)) ? national : refuse('unknown_country');
}

/**
 * A number as an order keeps it where its VAT does not depend on it: written as registers write it where it is a VAT number, and
 * as it was given elsewhere, since the tax numbers of the world have no form in common. Null for what is no line of text.
 */
export function numberAsGiven(text: string, country: string): string | null {
  const number = parseVatNumber(text, country);
  return number.ok ? number.canonical : plainLine(text);
}

/** Whether the form of a country's numbers is known here, so that a number without it can be told to be mistyped. */
export const hasKnownForm = (country: string): boolean => schemeAt(country) !== undefined;

/** The numbers of the country that a place is taxed in: of France for Monaco and Réunion, of Finland for Åland. */
function schemeAt(country: string): VatScheme | undefined {
  const place = taxedAs(country);
  return VAT_SCHEMES.get(territoryOf(place)?.country ?? place);
}

const completed = ({ rule }: VatScheme, body: string): string => rule.completeAtHome?.(body) ?? body;

function readBody(scheme: VatScheme, typed: string): VatNumber | VatNumberRefusal {
  const verdict = checkBody(scheme.rule, typed);
  if (verdict.ok) {
    const { country, prefix, register } = scheme;
    return { ok: true, country, prefix, canonical: `${prefix}${verdict.body}`, register };
  }
  const isPrefixTwice = isShapeFault(verdict.reason) && VAT_SCHEMES.get(typed.slice(0, 2)) === scheme;
  return refuse(isPrefixTwice ? 'prefix_twice' : verdict.reason, scheme);
}

function isShapeFault(reason: BodyFault): boolean {
  return reason === 'length' || reason === 'format';
}

function refuseOneStopShop(prefix: string, body: string, digits: number): VatNumberRefusal {
  if (body.startsWith(prefix)) return refuse('prefix_twice');
  return refuse(/^\d+$/.test(body) && body.length === digits ? 'scheme_number' : 'format');
}

const MESSAGES: Record<VatNumberFault, string> = {
  empty: 'No VAT number was given.',
  too_long: 'This is longer than any VAT number.',
  foreign_character: 'The number holds a character that no VAT number has; type it with plain letters and digits.',
  unknown_country: 'A VAT number starts with the two plain letters of its country, for instance FR or DE.',
  prefix_twice: 'The country letters stand there twice.',
  scheme_number: 'This is a one-stop-shop number; it does not show that a customer is a taxable person.',
  length: 'The number has a wrong length.',
  format: 'The number is not built as expected.',
  component: 'A part of the number is out of range, for instance a date that does not exist.',
  checksum: 'The check digits do not match; a character is probably mistyped.',
};

function refuse(reason: VatNumberFault, scheme?: VatScheme): VatNumberRefusal {
  const hint = scheme ? ` After ${scheme.prefix} come ${scheme.rule.form}.` : '';
  return { ok: false, reason, message: `${MESSAGES[reason]}${hint}` };
}
