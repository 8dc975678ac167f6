import { localDate } from '../../billing/calendar/calendar';
import type { Account } from '../../billing/facts/types';
import { present } from '../../billing/present';
import { isMendedByOperator, type Trader, type VatAnswer } from '../../gateways/vat-register/port';
import type { VatHold, VatOnOrder, Visit } from '../../machines/subscription-change/steps';
import type { Settings } from '../../store/facts/settings';
import type { Store } from '../../store/index';
import type { VatEvidenceDoc } from '../../store/money/vat-evidence';
import { decideVat, dependsOnNumber } from '../../tax/decision';
import type { TaxDecision, TaxInput, VatStatus } from '../../tax/decision-types';
import { mayBeSameTrader } from '../../tax/trader-name';
import { numberAsGiven, parseVatNumber, type VatNumber } from '../../tax/vat-number';
import { attemptSignal } from '../shared/attempt';
import type { Tools } from '../shared/dependencies';
import { openItem, vatRegisterRefuses } from '../shared/support-items';

/** Code of a number that no register confirmed, and two persons accept. It never counts as confirmed by a register. */
export const ACCEPTED_ON_EVIDENCE = 'accepted_on_evidence';

/** Of each register and each of its refusals one is open at a time. */
const MOST_ALERTS = 10;

/** One check of a number, named by its evidence: the first answer of an evidence id stands. */
export interface CheckToMake extends Visit {
  evidenceId: string;
  /** As the customer typed it. */
  typed: string;
  number: VatNumber;
  account: Account;
  settings: Settings;
}

/** Asks the register once and keeps what it said; asked again under the same evidence id it gives the kept answer. */
export async function askRegister(tools: Tools, check: CheckToMake): Promise<VatEvidenceDoc> {
  const { store, vatRegister, clock } = tools;
  const { tenantId, accountId, changeId, visit, evidenceId, typed, number, account, settings } = check;
  const standing = await store.vatEvidence.find(tenantId, evidenceId);
  if (standing) return standing;
  const at = clock();
  const { vatNumber: requester } = settings.seller;
  const answer = await vatRegister.check(
    number.canonical,
    present({
      checkedAt: at.toISOString(),
      requester: requester ?? undefined,
      trader: traderOf(account),
      signal: attemptSignal(),
    }),
  );
  const verdict = verdictOf(answer, check, at);
  if (isMendedByOperator(verdict.code)) await alertOperators(tools, check, verdict);
  const kept = { tenantId, accountId, evidenceId, changeId, visit, typed, vatNumber: number.canonical, at };
  return store.vatEvidence.settle({ ...kept, ...verdict, evidence: answer.evidence });
}

/** However many orders meet the same fault, it is one item as long as that is open. */
async function alertOperators(
  tools: Tools,
  { tenantId, number: { register } }: CheckToMake,
  { code, registerCode }: Verdict,
): Promise<void> {
  const item = vatRegisterRefuses({ register, code: code ?? '', registerCode: registerCode ?? '' }, tools.clock());
  const open = await tools.store.supportItems.listOpen(tenantId, MOST_ALERTS, { kind: item.kind });
  if (open.some(({ facts }) => facts.register === register && facts.code === code)) return;
  tools.log.warn({ tenantId, register, code: registerCode }, 'A VAT register does not take our questions.');
  await openItem(tools, tenantId, item);
}

/** Why an order waits for a number that no register has confirmed; null where its VAT does not depend on it. */
export function holdOn(doc: VatEvidenceDoc, account: Account, settings: Settings): VatHold | null {
  const { hold } = decideVat(taxInputOf(account, settings, vatStatusOf(doc), doc.at.toISOString().slice(0, 10)));
  if (hold === null) return null;
  const isOperators = isMendedByOperator(doc.code);
  return present({
    code: doc.code ?? hold.cause,
    prefix: doc.vatNumber.slice(0, 2),
    retry: hold.retry || isOperators,
    mayChargeMeanwhile: hold.policies.includes('charge_then_credit'),
    mendedBy: isOperators ? ('operator' as const) : undefined,
  });
}

/** The meaning of a kept check for the tax rules. A confirmed number that is in doubt is still a confirmed one for them. */
export function vatStatusOf({ outcome, code, retry, vatNumber, evidenceId }: VatEvidenceDoc): VatStatus {
  const parsed = parseVatNumber(vatNumber);
  if (!parsed.ok) return { status: 'invalid', prefix: null, evidenceId };
  const { prefix } = parsed;
  if (code === ACCEPTED_ON_EVIDENCE) return { status: 'valid', prefix, evidenceId, reviewed: true };
  if (outcome === 'valid') return { status: 'valid', prefix, evidenceId };
  if (code !== null && isDoubt(code))
    return { status: 'valid', prefix, evidenceId, traderMismatch: code === 'trader_mismatch' };
  if (outcome === 'invalid') return { status: 'invalid', prefix, evidenceId };
  return { status: 'unverifiable', prefix, evidenceId, cause: code ?? 'unknown', retry };
}

/** A number that no register has confirmed is judged by the check that was made of it. */
export async function vatStatus(store: Store, tenantId: string, vat: VatOnOrder | null): Promise<VatStatus> {
  if (vat === null) return { status: 'absent' };
  const { number, status, evidenceId, reviewed } = vat;
  const parsed = parseVatNumber(number);
  if (!parsed.ok) return { status: 'invalid', prefix: null };
  const { prefix } = parsed;
  const known = { status, prefix, evidenceId: evidenceId ?? undefined };
  if (status === 'valid') return present({ ...known, status, reviewed });
  const check = evidenceId === null ? null : await store.vatEvidence.find(tenantId, evidenceId);
  return check ? vatStatusOf(check) : present({ ...known, status });
}

/** The tax number of an account as its orders keep it; null when it has none. */
export function numberOnFile({ vatNumber, country }: Account): string | null {
  return vatNumber === undefined ? null : numberAsGiven(vatNumber, country);
}

/** Whether the VAT of an account's orders can depend on a number; where it cannot, no register is asked and nothing waits. */
export function isNumberNeeded({ account, settings }: { account: Account; settings: Settings }, at: Date): boolean {
  const date = localDate(at.toISOString(), account.timeZone);
  return dependsOnNumber(taxInputOf(account, settings, { status: 'absent' }, date));
}

/** A number that the VAT does not depend on: kept as it is, and never asked about. */
export const unaskedNumber = (number: string): VatOnOrder => ({ number, status: 'unverifiable', evidenceId: null });

/** The facts that the tax rules decide on for an account, on a local date. */
export function taxInputOf(
  { country, postalCode }: Account,
  { seller, customers }: Settings,
  vat: VatStatus,
  date: string,
): TaxInput {
  const customer = present({ country, kind: customers, postalCode });
  return { date, seller, customer, vat };
}

const isDoubt = (code: string): boolean => code === 'country_mismatch' || code === 'trader_mismatch';

type Verdict = Pick<VatEvidenceDoc, 'outcome' | 'code' | 'registerCode' | 'retry'>;

function verdictOf(answer: VatAnswer, check: CheckToMake, at: Date): Verdict {
  switch (answer.outcome) {
    case 'valid': {
      const doubt = doubtAbout(answer, check, at);
      return doubt === null
        ? { outcome: 'valid', code: null, registerCode: null, retry: false }
        : { outcome: 'unverifiable', code: doubt, registerCode: null, retry: false };
    }
    case 'invalid':
      return { outcome: 'invalid', code: 'vat_not_registered', registerCode: null, retry: false };
    case 'input_refused':
      return { outcome: 'invalid', code: 'vat_refused_by_register', registerCode: answer.code, retry: false };
    case 'config_error':
    case 'unverifiable':
      return { outcome: 'unverifiable', code: answer.failure, registerCode: answer.code, retry: answer.retry };
  }
}

/** The doubt about a confirmed number that the tax rules will not act on by themselves: of another country or trader (R15). */
function doubtAbout(answer: VatAnswer, { number, account, settings }: CheckToMake, at: Date): string | null {
  const traderMismatch = isAnotherTrader(answer, account);
  const vat: VatStatus = { status: 'valid', prefix: number.prefix, traderMismatch };
  const decision: TaxDecision = decideVat(taxInputOf(account, settings, vat, at.toISOString().slice(0, 10)));
  return decision.reviews.find(isDoubt) ?? null;
}

/** The register's own comparison counts; where it made none, the name that it discloses is compared here. */
function isAnotherTrader({ evidence }: VatAnswer, { companyName }: Account): boolean {
  const { traderMatches, traderName } = evidence;
  if (traderMatches.name === 'mismatch') return true;
  if (traderMatches.name === 'match' || companyName === undefined || traderName === null) return false;
  return !mayBeSameTrader(companyName, traderName);
}

function traderOf({ companyName, street, postalCode, city }: Account): Trader | undefined {
  if (companyName === undefined) return undefined;
  return present({ name: companyName, street, postalCode, city });
}
