import { parseVatNumber, type VatNumberFault } from '../../tax/vat-number';
import conformance from '../conformance/vat.json';

/** The families in which the conformance file scores refusals. */
const FAMILIES: Record<VatNumberFault, 'shape' | 'checksum' | 'unknown_country'> = {
  empty: 'shape',
  too_long: 'shape',
  foreign_character: 'shape',
  unknown_country: 'unknown_country',
  prefix_twice: 'shape',
  scheme_number: 'shape',
  length: 'shape',
  format: 'shape',
  component: 'shape',
  checksum: 'checksum',
};

const REGISTERS: Record<string, string> = { vies: 'vies', hmrc: 'hmrc', 'ch-uid': 'uid', 'no-brreg': 'brreg' };

const isSchemeNumber = (row: { valid: boolean; country: string | null }) => row.valid && row.country === null;
const rows = conformance.vatNumbers;

describe('the conformance file', () => {
  it.each(rows.filter((row) => row.valid && !isSchemeNumber(row)))('the number $input is accepted: $id', (row) => {
    expect(parseVatNumber(row.input)).toEqual({
      ok: true,
      country: row.country,
      prefix: row.vatPrefix,
      canonical: row.compact,
      register: REGISTERS[row.register ?? ''],
    });
  });

  it.each(rows.filter((row) => !row.valid))('the number $input is refused as $reasonFamily: $id', (row) => {
    const result = parseVatNumber(row.input);
    expect(result.ok ? 'accepted' : FAMILIES[result.reason]).toBe(row.reasonFamily);
  });

  it.each(rows.filter(isSchemeNumber))(
    'the scheme number $input is refused as evidence, though it is well formed: $id',
    (row) => {
      expect(parseVatNumber(row.input)).toMatchObject({ ok: false, reason: 'scheme_number' });
    },
  );
});

describe('normalisation', () => {
  it.each([
    ['GR094259216', 'EL094259216'],
    ['gr 94051189', 'EL094051189'],
    ['BE\u00a00428\u2013759\u2011497', 'BE0428759497'],
    ['BE\uff10\uff14\uff12\uff18\uff17\uff15\uff19\uff14\uff19\uff17', 'BE0428759497'],
    ['\tBE 0428.759.497\n', 'BE0428759497'],
    ['NL4495445B01', 'NL004495445B01'],
    ['XI 242338087388', 'XI242338087388'],
    ['DE 136,695 976', 'DE136695976'],
    ['RO 1630615123457', 'RO1630615123457'],
    ['BE0428759497\u200e', 'BE0428759497'],
    ['\ufeffBE0428759497', 'BE0428759497'],
    ['BE04\u00ad28\u200b75\u20609497', 'BE0428759497'],
    ['\u202aBE0428759497\u202c', 'BE0428759497'],
    ['\u2066BE0428759497\u2069', 'BE0428759497'],
    // A remainder of 10 was written 0 in rare cases after 1985 too: the register decides.
    ['CZ 8801251680', 'CZ8801251680'],
    ['SK 8801251680', 'SK8801251680'],
  ])('the text %j is read as %s', (typed, canonical) => {
    expect(parseVatNumber(typed)).toMatchObject({ ok: true, canonical });
  });

  it.each<[string, VatNumberFault]>([
    ['', 'empty'],
    [' .-/ ', 'empty'],
    ['DE DE 246595415', 'prefix_twice'],
    ['EL GR 094259216', 'prefix_twice'],
    ['EU EU 372022452', 'prefix_twice'],
    ['FR FR 23334175221', 'prefix_twice'],
    ['FRFR790047807', 'prefix_twice'],
    ['\uff22\uff250428759497', 'unknown_country'],
    ['\u0392\u03950428759497', 'unknown_country'],
    ['BE04287594\u03997', 'foreign_character'],
    ['DE136695976\u0000', 'foreign_character'],
    ['\u202eDE136695976', 'unknown_country'],
    ['BE\u0660428759497', 'foreign_character'],
    ['BE\u2469428759497', 'foreign_character'],
    ['0428759497', 'unknown_country'],
    ['ZZ0428759497', 'unknown_country'],
    ['IM3720000224', 'scheme_number'],
    ['EU37202245X', 'format'],
    ['BE0000000097', 'format'],
    ['HU00000000', 'format'],
    ['DE1366959760000000000', 'too_long'],
    ['CHE107787577', 'length'],
    ['BE 0220,764.971', 'length'],
    ['RO1630615123458', 'checksum'],
    ['RO1631315123457', 'component'],
    ['RO1630615993457', 'component'],
    ['LV16137519994', 'component'],
    ['LV32867300670', 'checksum'],
    ['CZ7813011234', 'component'],
    ['CZ531332123', 'component'],
    ['CZ8801251681', 'checksum'],
    // 25 January 1988 is a day, as it is in the Czech number.
    ['SK8801251681', 'checksum'],
    ['SK8813251681', 'component'],
    ['BG7513169266', 'component'],
    ['BG7523169264', 'checksum'],
    ['NO995525828', 'length'],
  ])('the text %j is refused as %s', (typed, reason) => {
    expect(parseVatNumber(typed)).toMatchObject({ ok: false, reason });
  });

  it('a Romanian resident, whose first digit tells no century, may be born on 29 February 2000', () => {
    for (const typed of ['RO7000229011232', 'RO8000229011234', 'RO9000229011236']) {
      expect(parseVatNumber(typed)).toMatchObject({ ok: true, canonical: typed });
    }
  });

  it.each([
    ['CH', 'CHE-109.298.651', 'CHE109298651MWST'],
    ['CH', '109.298.651 IVA', 'CHE109298651IVA'],
    ['NO', 'NO 995525828', 'NO995525828MVA'],
    ['NO', '995 525 828', 'NO995525828MVA'],
    ['SE', '556012-5790', 'SE556012579001'],
    ['BE', '0428.759.497', 'BE0428759497'],
    ['GR', '94259216', 'EL094259216'],
    ['MC', '40 303 265 045', 'FR40303265045'],
    ['RE', '40 303 265 045', 'FR40303265045'],
    ['FR', 'BE 0428.759.497', 'BE0428759497'],
  ])('a customer in %s may type %j for %s', (country, typed, canonical) => {
    expect(parseVatNumber(typed, country)).toMatchObject({ ok: true, canonical });
  });

  it.each<[string, string, VatNumberFault]>([
    ['BE', '0428759498', 'checksum'],
    ['BE', 'ZZ0428759497', 'unknown_country'],
    ['FR', '0428759497', 'length'],
    ['FR', 'CHE-109.298.651', 'length'],
    ['US', '12-3456789', 'unknown_country'],
  ])('a customer in %s who types %j is refused as %s', (country, typed, reason) => {
    expect(parseVatNumber(typed, country)).toMatchObject({ ok: false, reason });
  });

  it('a refusal says what to add', () => {
    expect(parseVatNumber('CHE-109.298.651')).toMatchObject({ message: expect.stringContaining('MWST') });
    expect(parseVatNumber('NO 995525828')).toMatchObject({ message: expect.stringContaining('MVA') });
    expect(parseVatNumber('0428759497')).toMatchObject({ message: expect.stringContaining('two plain letters') });
  });

  it('a text of a hundred kilobytes is refused without being read', () => {
    expect(parseVatNumber(`BE${'0'.repeat(100_000)}`)).toMatchObject({ ok: false, reason: 'too_long' });
    expect(parseVatNumber(`BE${' '.repeat(100_000)}`)).toMatchObject({ ok: false, reason: 'too_long' });
  });

  it('a refusal never repeats the number in its message', () => {
    for (const row of rows) {
      const result = parseVatNumber(row.input);
      if (!result.ok) expect(result.message).not.toContain(row.input.replace(/\D/g, '').slice(-6) || '\u0000');
    }
  });
});
