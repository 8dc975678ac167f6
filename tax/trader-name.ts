/** Forms of company that people write or leave out as they please; compared without them. */
const LEGAL_FORMS = new Set(
  (
    'AB AG AKTIENGESELLSCHAFT APS AS ASA BV BVBA CO COMPANY CORP CORPORATION DOO EEIG EURL EV GBR GESELLSCHAFT GIE GMBH ' +
    'HAFTUNG INC KFT KG LDA LIMITED LLC LLP LTD MBH MIT NV OHG OOD OU OY OYJ PLC PTY SA SARL SAS SASU SCA SCRL SE SIA ' +
    'SICAV SL SLU SNC SOCIETE SP SPA SPOL SPRL SRL SRO UAB UG UND VOF ZOO BESCHRANKTER THE AND ET DE OF'
  ).split(' '),
);

/**
 * Whether the name that a customer gives and the one that a register knows may be the same trader's (Implementing
 * Regulation (EU) 282/2011, Art. 18(1)(a): validity *and* the associated name). Accents, case, punctuation and legal
 * forms do not count; half of the words of the shorter name must be in the other.
 *
 * Where there is nothing to compare, because one of them is in another script for instance, nothing speaks against it.
 */
export function mayBeSameTrader(given: string, known: string): boolean {
  const ours = wordsOf(given);
  const theirs = wordsOf(known);
  if (ours.size === 0 || theirs.size === 0 || isLatin(ours) !== isLatin(theirs)) return true;
  const [shorter, longer] = ours.size <= theirs.size ? [ours, theirs] : [theirs, ours];
  const shared = [...shorter].filter((word) => longer.has(word)).length;
  return shared * 2 >= shorter.size || together(ours) === together(theirs);
}

const isLatin = (words: ReadonlySet<string>): boolean => [...words].some((word) => /\p{Script=Latin}/u.test(word));

/** "ACME-SOFT" and "Acme Soft" are one name. */
const together = (words: ReadonlySet<string>): string => [...words].join('');

function wordsOf(name: string): Set<string> {
  const plain = name
    .slice(0, 500)
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toUpperCase()
    // "S.A.S." and "Sp. z o.o." are one word each.
    .replace(/(?<=\b\p{Letter})\.(?=\p{Letter}\b)/gu, '')
    .replaceAll('SP. Z O', 'SP ZO');
  return new Set(plain.split(/[^\p{Letter}\p{Number}]+/u).filter((word) => word.length > 1 && !LEGAL_FORMS.has(word)));
}
