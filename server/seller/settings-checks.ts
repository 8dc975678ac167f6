import { unlessReadable } from '../../billing/facts/check';
import { parsePayable } from '../../billing/money/amounts';
import { METHOD_KINDS } from '../../gateways/payment/port';
import { isUnshown } from '../../receipts/logo';
import type { SettingsBody } from '../../schemas/seller/settings';
import type { Settings } from '../../store/facts/settings';
import { isMemberState, taxedAs } from '../../tax/jurisdiction';
import { parseVatNumber } from '../../tax/vat-number';
import { type FieldProblem, Problem } from '../http/problem';
import { delayInMilliseconds } from './delays';

/**
 * Settings that the rules can work with, alone and together; the VAT number in its canonical form.
 *
 * @throws Problem 422 `invalid_request` with every wrong field at once, where somebody can still mend it
 */
export function checkedSettings(body: SettingsBody): Settings {
  const { vatRecheckDelays, reminderDelays } = body;
  const wanted = {
    ...body,
    vatRecheckDelays: vatRecheckDelays.map(delayInMilliseconds),
    reminderDelays: reminderDelays.map(delayInMilliseconds),
  };
  const { seller, problems } = checkedSeller(wanted.seller);
  const errors = [
    ...problems,
    ...problemsInCharges(wanted),
    ...problemsInPending(wanted),
    ...problemsInDelays(wanted),
    ...problemsInLogo(wanted),
  ];
  if (errors.length > 0) throw new Problem('invalid_request', { errors });
  return { ...wanted, seller };
}

const wrong = (field: string, detail: string, code = 'unusable_setting'): FieldProblem => ({
  pointer: `/settings/${field}`,
  code,
  detail,
});

function checkedSeller(seller: Settings['seller']): { seller: Settings['seller']; problems: FieldProblem[] } {
  const { country, vatNumber } = seller;
  if (!isMemberState(taxedAs(country))) return { seller, problems: [wrong('seller/country', 'field.notAMemberState')] };
  if (vatNumber === null) return { seller, problems: [] };
  const number = parseVatNumber(vatNumber, country);
  if (!number.ok) {
    return { seller, problems: [wrong('seller/vatNumber', `field.vat.${number.reason}`, number.reason)] };
  }
  if (number.country !== taxedAs(country)) {
    return { seller, problems: [wrong('seller/vatNumber', 'field.vatNumberOfAnotherCountry')] };
  }
  return { seller: { ...seller, vatNumber: number.canonical }, problems: [] };
}

const problemsInCharges = ({ minimumCharges }: Settings): FieldProblem[] =>
  Object.entries(minimumCharges)
    .flatMap(([currency, amount]) => unlessReadable(currency, () => parsePayable(amount, currency)))
    .map(({ entry, problem }) => wrong(`minimumCharges/${entry}`, problem));

const problemsInPending = ({ placeOnPending }: Settings): FieldProblem[] =>
  placeOnPending.flatMap((kind, index) =>
    METHOD_KINDS.some((known) => known === kind) ? [] : [wrong(`placeOnPending/${index}`, 'field.unknownPaymentKind')],
  );

function problemsInDelays({ vatPolicy, vatRecheckDelays, reminderDelays }: Settings): FieldProblem[] {
  const falling = reminderDelays.findIndex((delay, index) => delay <= (reminderDelays[index - 1] ?? 0));
  return [
    ...(falling > 0 ? [wrong(`reminderDelays/${falling}`, 'field.notAscending')] : []),
    // What was charged on an unverified number would never be credited.
    ...(vatPolicy === 'charge_then_credit' && vatRecheckDelays.length === 0
      ? [wrong('vatRecheckDelays', 'field.recheckDelaysNeeded')]
      : []),
  ];
}

const problemsInLogo = ({ branding: { logo } }: Settings): FieldProblem[] =>
  isUnshown(logo) ? [wrong('branding/logo', 'field.logoUnreadable', 'logo_unreadable')] : [];
