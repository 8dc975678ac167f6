import type { Role } from '../../machines/events';
import { NoPathSchema, NoQuerySchema } from '../../schemas/api/requests';
import { type SellerTax, SellerTaxSchema } from '../../schemas/facts/seller-tax';
import { DEFAULT_SETTINGS, type Settings } from '../../store/facts/settings';
import { isMemberState, taxedAs } from '../../tax/jurisdiction';
import { parseVatNumber } from '../../tax/vat-number';
import { type MountedOperation, operation } from '../api/operation';
import { fingerprintOf } from '../http/canonical';
import { wrongField, wrongVatNumber } from '../http/validation';
import { actorOf } from '../identity/principal';
import type { RouteParts } from '../route-parts';

const common = {
  tag: 'Seller',
  path: '/v1/settings/tax',
  params: NoPathSchema,
  query: NoQuerySchema,
  needsIdempotencyKey: false,
};
const READERS: readonly Role[] = ['operator', 'service', 'support_agent', 'support_lead'];

/** How the seller stands before the tax rules: read by its staff, set by an operator, every change on record. */
export function sellerTaxOperations({ store, now }: RouteParts): MountedOperation[] {
  return [
    operation({
      ...common,
      id: 'getSellerTax',
      method: 'get',
      summary: 'See how the seller stands before the tax rules',
      roles: READERS,
      answers: { 200: { description: 'The settings in force.', schema: SellerTaxSchema } },
      handle: async ({ principal }) => ({ status: 200, body: toApi(await store.settings.read(principal.tenantId)) }),
    }),
    operation({
      ...common,
      id: 'putSellerTax',
      method: 'put',
      summary: 'Set how the seller stands before the tax rules; quotes made from now on follow it',
      roles: ['operator'],
      body: SellerTaxSchema,
      answers: { 200: { description: 'The settings in force.', schema: SellerTaxSchema } },
      async handle({ principal, person, body }) {
        const { customers, vatPolicy, vatConfirmationDays = DEFAULT_SETTINGS.vatConfirmationDays, ...profile } = body;
        const seller = checkedSeller(profile);
        const { tenantId } = principal;
        await store.settings.change(tenantId, { seller, customers, vatPolicy, vatConfirmationDays });
        const { userId: actorId, role } = actorOf(principal, person);
        const at = now();
        await store.audit.append({
          ...{ tenantId, at, actorId, role, action: 'SET_SELLER_TAX', changeId: null },
          entryId: `seller-tax:${fingerprintOf(at.toISOString(), actorId, body)}`,
          facts: { settings: JSON.stringify({ ...body, vatNumber: seller.vatNumber }) },
        });
        return { status: 200, body: toApi(await store.settings.read(tenantId)) };
      },
    }),
  ];
}

/** What the tax rules could not work with is refused here, where somebody can still mend it. */
function checkedSeller(
  profile: Omit<SellerTax, 'customers' | 'vatPolicy' | 'vatConfirmationDays'>,
): Settings['seller'] {
  if (!isMemberState(taxedAs(profile.country)))
    throw wrongField('invalid_request', '/country', 'field.notAMemberState');
  if (profile.vatNumber === null) return { ...profile, vatNumber: null };
  const number = parseVatNumber(profile.vatNumber);
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
