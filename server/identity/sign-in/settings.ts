import { z } from 'zod';
import type { Role } from '../../../machines/events';
import { isId } from '../../../schemas/values/ids';
import { type OidcSettings, SIGN_IN_ROLES } from './identity-provider';
import type { SamplePeople } from './sample-page';

/** The environment variables about signing in. Where all are absent, only keys and tokens are accepted. */
export const SIGN_IN_VARIABLES = {
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  /** Where people reach us; the provider sends them back to `/auth/callback` there. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_ROLE_CLAIM: z.string().min(1).default('roles'),
  /** Words of the provider and our roles, e.g. "support-team=support_agent, support-leads=support_lead". */
  OIDC_ROLES: z.string().optional(),
  OIDC_TENANT_CLAIM: z.string().min(1).default('tenant'),
  /** For providers whose `sub` cannot be an id here ("auth0|5f7c…"); must never be given to somebody else. */
  OIDC_USER_CLAIM: z.string().min(1).default('sub'),
  /** For a developer's machine: "tenant/user/role, …", whom a page on loopback offers to sign in as. */
  SAMPLE_PEOPLE: z.string().optional(),
};

type Variables = z.output<z.ZodObject<typeof SIGN_IN_VARIABLES>>;

export type SignInSettings = { kind: 'oidc'; oidc: OidcSettings } | { kind: 'sample'; people: SamplePeople };

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/** @returns null where nobody signs in, or in words what is wrong */
export function readSignIn(
  read: Variables,
  { isProduction, host }: { isProduction: boolean; host: string },
): SignInSettings | null | { problem: string } {
  if (read.SAMPLE_PEOPLE !== undefined) {
    if (isProduction) return { problem: 'SAMPLE_PEOPLE: production does not let anybody in without proof.' };
    if (!LOOPBACK.includes(host)) return { problem: 'SAMPLE_PEOPLE: only where HOST is this machine alone.' };
    const people = peopleIn(read.SAMPLE_PEOPLE);
    return people === undefined
      ? { problem: `SAMPLE_PEOPLE: tenant/user/role, separated by commas; roles: ${SIGN_IN_ROLES.join(', ')}.` }
      : { kind: 'sample', people };
  }
  const {
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
    PUBLIC_URL: publicUrl,
  } = read;
  if ([issuer, clientId, clientSecret].every((value) => value === undefined)) return null;
  if (!issuer || !clientId || !clientSecret || !publicUrl || read.OIDC_ROLES === undefined) {
    return { problem: 'OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_ROLES and PUBLIC_URL belong together.' };
  }
  if (isProduction && [issuer, publicUrl].some((url) => !url.startsWith('https:'))) {
    return { problem: 'OIDC_ISSUER and PUBLIC_URL: production is reached over https only.' };
  }
  const roles = rolesIn(read.OIDC_ROLES);
  if (roles === undefined) return { problem: `OIDC_ROLES: word=role, …; roles: ${SIGN_IN_ROLES.join(', ')}.` };
  const { OIDC_ROLE_CLAIM: roleClaim, OIDC_TENANT_CLAIM: tenantClaim, OIDC_USER_CLAIM: userClaim } = read;
  const claims = { roleClaim, tenantClaim, userClaim };
  return { kind: 'oidc', oidc: { issuer, clientId, clientSecret, publicUrl, roles, ...claims } };
}

const isRole = (text: string | undefined): text is Role => SIGN_IN_ROLES.some((role) => role === text);
const partsOf = (text: string): string[] => text.split(',').map((part) => part.trim());

function rolesIn(text: string): Record<string, Role> | undefined {
  const pairs = partsOf(text).map((part) => part.split('=').map((word) => word.trim()));
  const good = pairs.flatMap(([word, role]) => (word && isRole(role) ? [[word, role] as const] : []));
  return good.length === pairs.length ? Object.fromEntries(good) : undefined;
}

function peopleIn(text: string): SamplePeople | undefined {
  const rows = partsOf(text).map((part) => part.split('/'));
  const people = rows.flatMap(([tenantId = '', userId = '', role]) =>
    isId(tenantId) && isId(userId) && isRole(role) ? [{ tenantId, userId, role, name: userId }] : [],
  );
  return people.length === rows.length ? people : undefined;
}
