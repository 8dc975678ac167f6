/**
 * The place of a territory in VAT law: `outside` the EU's VAT territory (Directive 2006/112/EC, Art. 6), inside it with a rate
 * of its own, or one of the French overseas departments, which are outside for the EU and taxed by France all the same.
 */
type TerritoryTreatment = 'outside' | 'regional_rate' | 'french_overseas';

export interface Territory {
  name: string;
  country: string;
  treatment: TerritoryTreatment;
}

interface TerritoryRow extends Territory {
  /** Matched against the digits of a postal code of `country`. */
  postalCodes?: RegExp;
  /** ISO code that an address may carry instead of the state's. */
  isoCode?: string;
}

/** First match wins, so an exception stands before the range it is taken from. */
const TERRITORIES: readonly TerritoryRow[] = [
  { name: 'jungholz', country: 'AT', treatment: 'regional_rate', postalCodes: /^6691$/ },
  { name: 'mittelberg', country: 'AT', treatment: 'regional_rate', postalCodes: /^699[1-3]$/ },
  { name: 'heligoland', country: 'DE', treatment: 'outside', postalCodes: /^27498$/ },
  { name: 'buesingen', country: 'DE', treatment: 'outside', postalCodes: /^78266$/ },
  { name: 'canary_islands', country: 'ES', treatment: 'outside', postalCodes: /^(?:35|38)\d{3}$/, isoCode: 'IC' },
  { name: 'ceuta', country: 'ES', treatment: 'outside', postalCodes: /^51\d{3}$/ },
  { name: 'melilla', country: 'ES', treatment: 'outside', postalCodes: /^52\d{3}$/ },
  { name: 'aland', country: 'FI', treatment: 'outside', postalCodes: /^22\d{3}$/, isoCode: 'AX' },
  { name: 'mount_athos', country: 'GR', treatment: 'outside', postalCodes: /^6308[67]$/ },
  { name: 'livigno', country: 'IT', treatment: 'outside', postalCodes: /^23041$/ },
  { name: 'campione', country: 'IT', treatment: 'outside', postalCodes: /^22061$/ },
  { name: 'madeira', country: 'PT', treatment: 'regional_rate', postalCodes: /^9[0-4]/ },
  { name: 'azores', country: 'PT', treatment: 'regional_rate', postalCodes: /^9[5-9]/ },
  { name: 'saint_barthelemy', country: 'FR', treatment: 'outside', postalCodes: /^97(?:133|7\d\d)$/, isoCode: 'BL' },
  { name: 'saint_martin', country: 'FR', treatment: 'outside', postalCodes: /^97(?:150|8\d\d)$/, isoCode: 'MF' },
  { name: 'guadeloupe', country: 'FR', treatment: 'french_overseas', postalCodes: /^971\d\d$/, isoCode: 'GP' },
  { name: 'martinique', country: 'FR', treatment: 'french_overseas', postalCodes: /^972\d\d$/, isoCode: 'MQ' },
  { name: 'reunion', country: 'FR', treatment: 'french_overseas', postalCodes: /^974\d\d$/, isoCode: 'RE' },
  // VAT is not applied in French Guiana and Mayotte (Code général des impôts, art. 294).
  { name: 'french_guiana', country: 'FR', treatment: 'outside', postalCodes: /^973\d\d$/, isoCode: 'GF' },
  { name: 'mayotte', country: 'FR', treatment: 'outside', postalCodes: /^976\d\d$/, isoCode: 'YT' },
  { name: 'saint_pierre', country: 'FR', treatment: 'outside', postalCodes: /^975\d\d$/, isoCode: 'PM' },
  { name: 'wallis_and_futuna', country: 'FR', treatment: 'outside', postalCodes: /^986\d\d$/, isoCode: 'WF' },
  { name: 'french_polynesia', country: 'FR', treatment: 'outside', postalCodes: /^987\d\d$/, isoCode: 'PF' },
  { name: 'new_caledonia', country: 'FR', treatment: 'outside', postalCodes: /^988\d\d$/, isoCode: 'NC' },
];

/**
 * The special territory an address lies in, by ISO code or by country and postal code; null for everywhere else.
 * A postal code is read by its digits, so "D-27498", "FI 22100" and "9500-321" are understood.
 */
export function territoryOf(country: string, postalCode?: string | null): Territory | null {
  const digits = (postalCode ?? '').slice(0, 16).replace(/\D/g, '');
  const row = TERRITORIES.find(
    (candidate) =>
      candidate.isoCode === country || (candidate.country === country && candidate.postalCodes?.test(digits) === true),
  );
  return row ? { name: row.name, country: row.country, treatment: row.treatment } : null;
}
