import { type Role, STAFF } from '../../machines/events';
import { type SellerTax, SellerTaxSchema } from '../../schemas/facts/seller-tax';
import { DEFAULT_SETTINGS, type Settings } from '../../store/facts/settings';
import { isMemberState, taxedAs } from '../../tax/jurisdiction';
import { parseVatNumber } from '../../tax/vat-number';
import { type MountedOperation, operation } from '../api/operation';
import { actorOf } from '../api/principal';
import { fingerprintOf } from '../http/canonical';
import { wrongField, wrongVatNumber } from '../http/validation';
import type { AuditTrail } from '../identity/audit-trail';
import type { ServerStore } from '../ports';

const READERS: readonly Role[] = ['service', ...STAFF];

interface SellerTaxParts extends Pick<ServerStore, 'settings'> {
  trail: AuditTrail;
  now(): Date;
}

/** The seller before the tax rules: read by its staff, set by an operator, every change on record. */
export const sellerTaxRoutes = ({ settings, trail, now }: SellerTaxParts): MountedOperation[] => [
  operation('Seller', 'GET /v1/settings/tax', {
    id: 'getSellerTax',
    summary: 'See how the seller stands before the tax rules',
    roles: READERS,
    answers: { 200: { description: 'The settings in force.', schema: SellerTaxSchema } },
    handle: async ({ principal }) => ({ status: 200, body: toApi(await settings.read(principal.tenantId)) }),
  }),
  operation('Seller', 'PUT /v1/settings/tax', {
    id: 'putSellerTax',
    summary: 'Set how the seller stands before the tax rules; quotes made from now on follow it',
    roles: ['operator'],
    body: SellerTaxSchema,
    answers: { 200: { description: 'The settings in force.', schema: SellerTaxSchema } },
    async handle(call) {
      const { principal, body } = call;
      const { customers, vatPolicy, vatConfirmationDays = DEFAULT_SETTINGS.vatConfirmationDays, ...profile } = body;
      const seller = checkedSeller(profile);
      const { tenantId } = principal;
      await settings.change(tenantId, { seller, customers, vatPolicy, vatConfirmationDays });
      const { userId } = actorOf(call);
      await trail.note(call, {
        entryId: `seller-tax:${fingerprintOf(now().toISOString(), userId, body)}`,
        action: 'SET_SELLER_TAX',
        facts: { settings: JSON.stringify({ ...body, vatNumber: seller.vatNumber }) },
      });
      return { status: 200, body: toApi(await settings.read(tenantId)) };
    },
  }),
];

/** A profile that the tax rules could not work with is refused here, where somebody can still mend it. */
function checkedSeller(
  profile: Omit<SellerTax, 'customers' | 'vatPolicy' | 'vatConfirmationDays'>,
): Settings['seller'] {
  if (!isMemberState(taxedAs(profile.country)))
    throw wrongField('invalid_request', '/country', 'field.notAMemberState');
  if (profile.vatNumber === null) return { ...profile, vatNumber: null };
  const number = parseVatNumber(profile.vatNumber, profile.country);
  if (!number.ok) throw wrongVatNumber(number.reason);
  if (number.country !== taxedAs(profile.country))
    throw wrongField('vat_format', '/vatNumber', 'field.vatNumberOfAnotherCountry');
  return { ...profile, vatNumber: number.canonical };
}

const toApi = ({ seller, customers, vatPolicy, vatConfirmationDays }: Settings): SellerTax => ({
  ...seller,
  registrations: [...seller.registrations],
  customers,
  vatPolicy,
  vatConfirmationDays,
});
