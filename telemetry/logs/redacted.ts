import { toldError } from './told-error';

/** Credentials, and what belongs to persons, wherever they might turn up in a line; without regard to case and signs. */
const SENSITIVE: ReadonlySet<string> = new Set([
  ...['authorization', 'cookie', 'setcookie', 'secret', 'secrethash', 'password', 'passphrase', 'apikey', 'token'],
  ...['accesstoken', 'idtoken', 'refreshtoken', 'paymenttoken', 'paymentmethod', 'vatnumber', 'iban', 'evidence'],
  ...['name', 'firstname', 'lastname', 'givenname', 'familyname', 'fullname', 'displayname', 'personname'],
  ...['accountname', 'companyname', 'recipientname', 'tradername', 'traderaddress', 'postaladdress', 'street'],
  ...['mailaddress', 'emailaddress', 'email', 'supportmail', 'phone', 'phonenumber', 'birthday', 'dateofbirth'],
]);
const REDACTED = '[redacted]';
/** Levels below a line, and parts of one of them, that are looked at; more is not told. */
const DEEPEST = 6;
const WIDEST = 100;
const LONGEST_FAILURE = 500;

/** The facts of a line without what nobody may read in a log. */
export function redacted(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { failure, ...others } = facts;
  // Temporal's engine tells a failure with the stack and payloads of all of its causes.
  return fieldsOf(typeof failure === 'string' ? { ...others, failure: firstLineOf(failure) } : facts, DEEPEST);
}

function fieldsOf(value: object, levels: number): Record<string, unknown> {
  const fields = Object.entries(value).slice(0, WIDEST);
  return Object.fromEntries(fields.map(([name, part]) => [name, isSensitive(name) ? REDACTED : partOf(part, levels)]));
}

function partOf(part: unknown, levels: number): unknown {
  if (typeof part !== 'object' || part === null) return part;
  if (part instanceof Error) return toldError(part);
  if (part instanceof Date) return part;
  if (levels === 0 || ArrayBuffer.isView(part)) return '[left out]';
  if (Array.isArray(part)) return part.slice(0, WIDEST).map((one) => partOf(one, levels - 1));
  return fieldsOf(part, levels - 1);
}

const isSensitive = (name: string): boolean => SENSITIVE.has(name.toLowerCase().replaceAll(/[^a-z]/g, ''));

/** Its line breaks may be written as letters. */
const firstLineOf = (text: string): string => (text.split(/\r?\n|\\n/, 1)[0] ?? '').slice(0, LONGEST_FAILURE);
