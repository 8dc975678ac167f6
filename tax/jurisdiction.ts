import { VAT_SCHEMES } from './vat-schemes';

const MEMBER_STATES = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
);

/** Third countries whose own VAT on services from abroad the rules know: Great Britain, Switzerland, Norway. */
const NEIGHBOURS = ['GB', 'CH', 'NO'] as const;
export type Neighbour = (typeof NEIGHBOURS)[number];

/**
 * Places taxed as a part of another (rule R17; Directive 2006/112/EC, Art. 7: Monaco and the Isle of Man), and codes
 * that addresses carry instead of the ISO one.
 */
const TAXED_AS: Record<string, string> = { MC: 'FR', IM: 'GB', EL: 'GR', UK: 'GB', XI: 'GB' };

export function isMemberState(country: string): boolean {
  return MEMBER_STATES.has(country);
}

export function isNeighbour(country: string): country is Neighbour {
  return NEIGHBOURS.some((neighbour) => neighbour === country);
}

/** The ISO code of the country whose VAT law applies: FR for Monaco, GB for the Isle of Man. */
export function taxedAs(country: string): string {
  return TAXED_AS[country] ?? country;
}

/** Country that a VAT number of this prefix belongs to: GR for EL, GB for XI; null for a prefix of no country. */
export function countryOfPrefix(prefix: string): string | null {
  return VAT_SCHEMES.get(prefix)?.country ?? null;
}
