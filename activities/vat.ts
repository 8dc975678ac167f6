import type { VatAnswer } from '../gateways/vies/port';
import type { CheckVatInput, CheckVatOutput, OrderSteps } from '../machines/subscription-change/steps';
import type { Settings } from '../store/settings';
import type { VatEvidenceDoc } from '../store/vat-evidence';
import { decideVat } from '../tax/decision';
import { parseVatNumber, type VatNumber } from '../tax/vat-number';
import { attemptSignal } from './attempt';
import type { Tools } from './dependencies';
import { lasting } from './failures';

/** Asks the register of VAT numbers. Three answers are kept apart: valid, invalid, and unverifiable, which is neither. */
export function checkingVat(tools: Tools): Pick<OrderSteps, 'checkVat'> {
  return { checkVat: (input) => checkVat(tools, input) };
}

async function checkVat(tools: Tools, input: CheckVatInput): Promise<CheckVatOutput> {
  const { store, vatRegister, clock } = tools;
  const { tenantId, accountId, changeId, visit, vatNumber } = input;
  const parsed = parseVatNumber(vatNumber);
  if (!parsed.ok) return { status: 'invalid', code: `vat_${parsed.reason}` };
  const evidenceId = `${changeId}:vat:${visit}`;
  const standing = await store.vatEvidence.find(tenantId, evidenceId);
  if (standing) return toOutput(standing);
  const [settings, account] = await Promise.all([
    store.settings.read(tenantId),
    store.accounts.find(tenantId, accountId),
  ]);
  if (!account) throw lasting('AccountGone', 'The account of the order does not exist any more.');
  const { vatNumber: requester } = settings.seller;
  const at = clock();
  const answer = await vatRegister.check(parsed.canonical, {
    checkedAt: at.toISOString(),
    ...(requester === null ? {} : { requester }),
    signal: attemptSignal(),
  });
  if (answer.outcome === 'config_error') {
    tools.log.warn({ tenantId, changeId, code: answer.code }, 'The VAT register refuses the seller as requester.');
  }
  const doubt = answer.outcome === 'valid' ? doubtAbout(parsed, account, settings, at) : null;
  const kept = { tenantId, accountId, evidenceId, changeId, visit, vatNumber: parsed.canonical, at };
  return toOutput(await store.vatEvidence.settle({ ...kept, ...verdictOf(answer, doubt), evidence: answer.evidence }));
}

type Verdict = Pick<VatEvidenceDoc, 'outcome' | 'code'>;

function verdictOf(answer: VatAnswer, doubt: string | null): Verdict {
  switch (answer.outcome) {
    case 'valid':
      return doubt === null ? { outcome: 'valid', code: null } : { outcome: 'unverifiable', code: doubt };
    case 'invalid':
      return { outcome: 'invalid', code: 'vat_not_registered' };
    case 'input_refused':
      return { outcome: 'invalid', code: 'vat_refused_by_register' };
    case 'config_error':
    case 'unverifiable':
      return { outcome: 'unverifiable', code: answer.code };
  }
}

/** A confirmed number that the tax rules will not act on by themselves, e.g. of another country: somebody must look. */
function doubtAbout(
  { prefix }: VatNumber,
  { country, postalCode }: { country: string; postalCode?: string },
  { seller, customers }: Settings,
  at: Date,
): string | null {
  const decision = decideVat({
    date: at.toISOString().slice(0, 10),
    seller,
    customer: { country, kind: customers, ...(postalCode === undefined ? {} : { postalCode }) },
    vat: { status: 'valid', prefix },
  });
  return decision.hold?.cause ?? null;
}

function toOutput({ outcome, code, vatNumber: number, evidenceId }: VatEvidenceDoc): CheckVatOutput {
  if (outcome === 'invalid') return { status: 'invalid', code: code ?? 'vat_not_registered' };
  return { status: outcome, number, evidenceId };
}
