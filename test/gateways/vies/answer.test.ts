import { detailsOf, fromVies } from '../../../gateways/vies/answer';
import conformance from '../../conformance/vat.json';

interface ResponseRow {
  id: string;
  name: string;
  http: number;
  body?: unknown;
  bodyText?: string;
  expected: { outcome: string; retry?: boolean; consultationNumber?: string; name?: null; address?: null };
}

const rows = conformance.viesResponses as ResponseRow[];
const textOf = (row: ResponseRow) => row.bodyText ?? JSON.stringify(row.body);

describe('answers of the conformance file', () => {
  it.each(rows)('the answer $id is read as expected: $name', (row) => {
    const verdict = fromVies(row.http, textOf(row));
    const { outcome, retry } = row.expected;
    expect(verdict).toMatchObject({ outcome, ...(retry === undefined ? {} : { retry }) });
  });

  it.each(rows.filter((row) => row.expected.outcome === 'valid'))(
    'the answer $id discloses no more than expected: $name',
    (row) => {
      const details = detailsOf(textOf(row));
      const { consultationNumber, name, address } = row.expected;
      if (consultationNumber !== undefined) expect(details.consultationNumber).toBe(consultationNumber);
      if (name === null) expect(details.traderName).toBeNull();
      if (address === null) expect(details.traderAddress).toBeNull();
    },
  );
});

describe('the test service', () => {
  it.each(Object.entries(conformance.viesTestService.codes).slice(2))(
    'the test service answers %s with %s',
    (_, code) => {
      const verdict = fromVies(200, JSON.stringify({ actionSucceed: false, errorWrappers: [{ error: code }] }));
      const expected =
        { INVALID_INPUT: 'input_refused', INVALID_REQUESTER_INFO: 'config_error' }[code] ?? 'unverifiable';
      expect(verdict).toMatchObject({
        outcome: expected,
        code,
        retry: expected === 'unverifiable' && !code.endsWith('_BLOCKED'),
      });
    },
  );
});

describe('answers that say nothing about the number', () => {
  it.each<[string, number, string]>([
    ['an HTML page on 200', 200, '<html>maintenance</html>'],
    ['an HTML page on 400', 400, '<html>bad gateway configuration</html>'],
    ['valid as text', 200, '{"valid":"true"}'],
    ['valid as number', 200, '{"valid":1}'],
    ['null', 200, 'null'],
    ['a list', 200, '[{"valid":true}]'],
    ['nothing', 200, ''],
    ['cut JSON', 200, '{"valid":tr'],
    ['valid beside an unknown error', 200, '{"valid":true,"errorWrappers":[{"error":"NEW_CODE"}]}'],
    ['valid beside an unreadable error', 200, '{"valid":true,"errorWrappers":"MS_UNAVAILABLE"}'],
    ['valid beside actionSucceed false', 200, '{"valid":true,"actionSucceed":false}'],
    ['valid on 500', 500, '{"valid":true}'],
    ['a redirect', 302, ''],
    ['not found', 404, '{"valid":false}'],
    ['a gateway time-out', 504, ''],
    ['VOW-ERR-1', 500, '{"actionSucceed":false,"errorWrappers":[{"error":"VOW-ERR-1"}]}'],
  ])('an answer says nothing about the number when it is unreadable or out of place: %s', (_, status, text) => {
    expect(fromVies(status, text)).toMatchObject({ outcome: 'unverifiable', retry: true });
  });
});

describe('refusals', () => {
  it.each<[string, number, string, string]>([
    ['VOW-ERR-11 on 400', 400, '{"actionSucceed":false,"errorWrappers":[{"error":"VOW-ERR-11"}]}', 'input_refused'],
    ['an empty 400', 400, '', 'input_refused'],
    ['an outage on 400', 400, '{"errorWrappers":[{"error":"MS_UNAVAILABLE"}]}', 'unverifiable'],
    ['a wrong requester on 400', 400, '{"errorWrappers":[{"error":"INVALID_REQUESTER_INFO"}]}', 'config_error'],
  ])('the answer “%s” is read as %s', (_, status, text, outcome) => {
    expect(fromVies(status, text)).toMatchObject({ outcome });
  });
});

describe('details', () => {
  it('a verdict stays readable beside fields of strange types', () => {
    const text = '{"valid":true,"name":{"first":"X"},"requestDate":7,"traderNameMatch":"PERHAPS"}';
    expect(fromVies(200, text)).toEqual({ outcome: 'valid' });
    expect(detailsOf(text)).toEqual({
      consultationNumber: null,
      requestDate: null,
      traderName: null,
      traderAddress: null,
      traderMatches: {},
    });
  });

  it('the details of an answer name the compared fields', () => {
    const text =
      '{"valid":true,"traderNameMatch":"VALID","traderCityMatch":"INVALID","traderStreetMatch":"NOT_PROCESSED"}';
    expect(detailsOf(text).traderMatches).toEqual({ name: 'match', city: 'mismatch', street: 'not_processed' });
  });
});
