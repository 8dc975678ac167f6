import type {
  CheckVatInput,
  CheckVatOutput,
  EscalateVatInput,
  EscalateVatOutput,
} from '../../machines/subscription-change/steps';
import { numberAsGiven, parseVatNumber } from '../../tax/vat-number';
import type { Tools } from '../shared/dependencies';
import { buyerOf } from '../shared/order-facts';
import { openItem, vatUnverifiable } from '../shared/support-items';
import { askRegister, holdOn, isNumberNeeded, unaskedNumber } from './verification';

/**
 * Asks the register of VAT numbers, unless its answer could change nothing. Three answers are kept apart: valid, invalid, and
 * unverifiable, which is neither.
 */
export async function checkVat(tools: Tools, input: CheckVatInput): Promise<CheckVatOutput> {
  const { changeId, visit, vatNumber: typed } = input;
  const buyer = await buyerOf(tools.store, input);
  const { account, settings } = buyer;
  const asGiven = numberAsGiven(typed, account.country);
  if (asGiven !== null && !isNumberNeeded(buyer, tools.clock())) return { ...unaskedNumber(asGiven), hold: null };
  const number = parseVatNumber(typed, account.country);
  if (!number.ok) return { status: 'invalid', code: `vat_${number.reason}` };
  const evidenceId = `${changeId}:vat:${visit}`;
  const check = { ...input, evidenceId, typed, number, account, settings };
  const doc = await askRegister(tools, check);
  const { outcome, code, vatNumber } = doc;
  if (outcome === 'invalid') return { status: 'invalid', code: code ?? 'vat_not_registered' };
  if (outcome === 'valid') return { status: 'valid', number: vatNumber, evidenceId };
  return { status: 'unverifiable', number: vatNumber, evidenceId, hold: holdOn(doc, account, settings) };
}

/** Hands a number that nobody answers for over to a person, once a visit. */
export async function escalateVat(tools: Tools, input: EscalateVatInput): Promise<EscalateVatOutput> {
  const item = vatUnverifiable(input);
  await openItem(tools, input.tenantId, item);
  return { item: item.key };
}
