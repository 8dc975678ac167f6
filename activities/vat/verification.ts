import type { Account } from '../../billing/facts/types';
import { present } from '../../billing/present';
import type { Trader, VatAnswer } from '../../gateways/vat-register/port';
import type { VatHold, VatOnOrder, Visit } from '../../machines/subscription-change/steps';
import type { Settings } from '../../store/facts/settings';
import type { Store } from '../../store/index';
import type { VatEvidenceDoc } from '../../store/money/vat-evidence';
import { decideVat } from '../../tax/decision';
import type { TaxDecision, TaxInput, VatStatus } from '../../tax/decision-types';
import { mayBeSameTrader } from '../../tax/trader-name';
import { parseVatNumber, type VatNumber } from '../../tax/vat-number';
import { attemptSignal } from '../shared/attempt';
import type { Tools } from '../shared/dependencies';

/** Code of a number that no register confirmed, and two persons accept. It never counts as confirmed by a register. */
export const ACCEPTED_ON_EVIDENCE = 'accepted_on_evidence';

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
  if (answer.outcome === 'config_error') {
    tools.log.warn({ tenantId, changeId, code: answer.code }, 'The VAT register refuses the seller as requester.');
  }
  const kept = { tenantId, accountId, evidenceId, changeId, visit, typed, vatNumber: number.canonical, at };
  return store.vatEvidence.settle({ ...kept, ...verdictOf(answer, check, at), evidence: answer.evidence });
}

/** Why an order waits for a number that no register has confirmed; null where its VAT does not depend on it. */
export function holdOn(doc: VatEvidenceDoc, account: Account, settings: Settings): VatHold | null {
  const { hold } = decideVat(taxInputOf(account, settings, vatStatusOf(doc), doc.at.toISOString().slice(0, 10)));
  if (hold === null) return null;
  return {
    code: doc.code ?? hold.cause,
    prefix: doc.vatNumber.slice(0, 2),
    retry: hold.retry,
    mayChargeMeanwhile: hold.policies.includes('charge_then_credit'),
  };
}

/** The meaning of a kept check for the tax rules. A confirmed number that is in doubt is still a confirmed one for them. */
export function vatStatusOf({ outcome, code, retry, vatNumber, evidenceId }: VatEvidenceDoc): VatStatus {
  const parsed = parseVatNumber(vatNumber);
  if (!parsed.ok) return { status: 'invalid', prefix: null, evidenceId };
  const { prefix } = parsed;
  if (code === ACCEPTED_ON_EVIDENCE) return { status: 'valid', prefix, evidenceId, reviewed: true };
  const isDoubt = code === 'country_mismatch' || code === 'trader_mismatch';
  if (outcome === 'valid') return { status: 'valid', prefix, evidenceId };
  if (isDoubt) return { status: 'valid', prefix, evidenceId, traderMismatch: code === 'trader_mismatch' };
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

/** The VAT number of an account as it is written everywhere; undefined when there is none that can be one. */
export function numberOnFile({ vatNumber }: Account): string | undefined {
  const parsed = vatNumber === undefined ? undefined : parseVatNumber(vatNumber);
  return parsed?.ok ? parsed.canonical : undefined;
}

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

type Verdict = Pick<VatEvidenceDoc, 'outcome' | 'code' | 'retry'>;

function verdictOf(answer: VatAnswer, check: CheckToMake, at: Date): Verdict {
  switch (answer.outcome) {
    case 'valid': {
      const doubt = doubtAbout(answer, check, at);
      return doubt === null
        ? { outcome: 'valid', code: null, retry: false }
        : { outcome: 'unverifiable', code: doubt, retry: false };
    }
    case 'invalid':
      return { outcome: 'invalid', code: 'vat_not_registered', retry: false };
    case 'input_refused':
      return { outcome: 'invalid', code: 'vat_refused_by_register', retry: false };
    case 'config_error':
    case 'unverifiable':
      return { outcome: 'unverifiable', code: answer.code, retry: answer.retry };
  }
}

/** A confirmed number that the tax rules will not act on by themselves: of another country or trader (R15). */
function doubtAbout(answer: VatAnswer, { number, account, settings }: CheckToMake, at: Date): string | null {
  const traderMismatch = isAnotherTrader(answer, account);
  const vat: VatStatus = { status: 'valid', prefix: number.prefix, traderMismatch };
  const decision: TaxDecision = decideVat(taxInputOf(account, settings, vat, at.toISOString().slice(0, 10)));
  return decision.hold?.cause ?? null;
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
