import { explainGaps } from '../../billing/explanation/gaps';
import { ANCHOR_RESET } from '../../billing/facts/policy-types';
import type { Locale } from '../../billing/facts/types';
import { findPreset } from '../../billing/policies/presets';
import { type Role, STAFF } from '../../machines/events';
import { SellerPolicyBodySchema, SellerPolicySchema } from '../../schemas/facts/seller-policy';
import { type MountedOperation, operation } from '../api/operation';
import { actorOf } from '../api/principal';
import { fingerprintOf } from '../http/canonical';
import { textsOf } from '../http/texts';
import type { AuditTrail } from '../identity/audit-trail';
import type { ServerStore } from '../ports';

const READERS: readonly Role[] = ['service', ...STAFF];

interface SellerPolicyParts extends Pick<ServerStore, 'settings'> {
  trail: AuditTrail;
  now(): Date;
}

/** The seller's proration policy: whoever chooses one is told what it gives away or asks twice. */
export const sellerPolicyRoutes = ({ settings, trail, now }: SellerPolicyParts): MountedOperation[] => [
  operation('Seller', 'GET /v1/settings/policy', {
    id: 'getSellerPolicy',
    summary: 'See how changes in the middle of a period are priced, and what that gives away',
    roles: READERS,
    answers: { 200: { description: 'The policy in force.', schema: SellerPolicySchema } },
    async handle({ principal, locale }) {
      const { policy } = await settings.read(principal.tenantId);
      return { status: 200, body: toApi(policy, locale) };
    },
  }),
  operation('Seller', 'PUT /v1/settings/policy', {
    id: 'putSellerPolicy',
    summary: 'Choose how changes in the middle of a period are priced; quotes made from now on follow it',
    roles: ['operator'],
    body: SellerPolicyBodySchema,
    answers: { 200: { description: 'The policy in force, with its gaps.', schema: SellerPolicySchema } },
    async handle(call) {
      const { principal, body, locale } = call;
      await settings.change(principal.tenantId, { policy: body.policy });
      await trail.note(call, {
        entryId: `seller-policy:${fingerprintOf(now().toISOString(), actorOf(call).userId, body)}`,
        action: 'SET_SELLER_POLICY',
        facts: { policy: body.policy },
      });
      return { status: 200, body: toApi(body.policy, locale) };
    },
  }),
];

/** An unknown name, which only a hand in the database can have left, is told as the default that previews fall back to. */
function toApi(name: string, locale: Locale) {
  const policy = findPreset(name) ?? ANCHOR_RESET;
  // No gap tells an hour, so any zone will do.
  const gaps = explainGaps(policy, { locale, timeZone: 'UTC', texts: textsOf(locale) });
  return { policy: policy.name, version: policy.version, gaps };
}
