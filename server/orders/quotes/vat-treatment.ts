import type { Account, CivilDate, VatTreatment } from '../../../billing/facts/types';
import { present } from '../../../billing/present';
import type { Settings } from '../../../store/facts/settings';
import { decideVat, toVatTreatment } from '../../../tax/decision';
import type { VatStatus } from '../../../tax/decision-types';
import { parseVatNumber } from '../../../tax/vat-number';
import type { ServerStore } from '../../ports';

/** The VAT of what is charged to an account on a day, by its facts as they are now. */
export function vatTreatmentOf(
  vat: VatStatus,
  { country, postalCode }: Account,
  settings: Settings,
  date: CivilDate,
): VatTreatment {
  const decision = decideVat({
    date,
    seller: settings.seller,
    customer: present({ country, postalCode, kind: settings.customers }),
    vat,
  });
  return toVatTreatment(decision);
}

/** A number on file counts once a register has confirmed it; before that it is as good as none. */
export async function confirmedVatOf(
  vatEvidence: ServerStore['vatEvidence'],
  { tenantId, accountId, vatNumber, country }: Account,
): Promise<VatStatus> {
  const number = vatNumber === undefined ? null : parseVatNumber(vatNumber, country);
  if (!number?.ok) return { status: 'absent' };
  const evidence = await vatEvidence.latestValid(tenantId, accountId, number.canonical);
  if (evidence === null) return { status: 'absent' };
  return { status: 'valid', prefix: number.prefix, evidenceId: evidence.evidenceId };
}
