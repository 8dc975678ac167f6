import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { EDGE_CASES } from '../billing/simulation/cases';
import { plainSpaces } from '../support/plain-spaces';

const ROOT = join(__dirname, '../..');
const EXAMPLE = 'docs/examples/fewer-seats.json';

interface Ran {
  status: number | null;
  out: string;
  errors: string;
}

function run(script: string, args: string[], input = ''): Ran {
  const command = ['--import', 'tsx', join('scripts', script), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: ROOT, input, encoding: 'utf8' });
  return { status, out: stdout, errors: stderr.trim() };
}

const quote = (args: string[], input = ''): Ran => run('quote.ts', args, input);

describe('npm run quote', () => {
  it('npm run quote prints a quote as JSON', () => {
    const { status, out } = quote([EXAMPLE]);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      route: 'self_serve',
      quote: { total: { amount: '-12.00', currency: 'EUR' }, otherAnchor: { anchor: 'kept' } },
      comparisons: [],
    });
  });

  it('npm run quote answers at the edges as well', () => {
    const answered = EDGE_CASES.slice(0, 3).map(({ input }) => JSON.parse(quote(['-'], JSON.stringify(input)).out));
    expect(answered.map(({ quote: { total } }) => total.amount)).toEqual(
      EDGE_CASES.slice(0, 3).map(({ expected }) => expected.total),
    );
  });

  it('npm run quote explains a quote in French', () => {
    const { status, out } = quote([EXAMPLE, '--explain', 'fr']);
    expect(status).toBe(0);
    expect(plainSpaces(out)).toContain('240,00 € × 20 jours sur 30 = −160,00 €');
    expect(plainSpaces(out)).toContain('Total : −12,00 €\nPorté au solde de votre compte : 12,00 €');
  });

  it('npm run quote reads standard input, names a value that is not JSON by its field, and exits 2', () => {
    const { status, out, errors } = quote(['-'], '{"at": "2023-06-11T08:00:00Z", "account": {}, "balance": 1_000}');
    expect({ status, out, errors }).toEqual({ status: 2, out: '', errors: '/balance: "1_000"' });
  });

  it.each([
    ['{"account": {"currency": "EUR", "currency": "USD"}}', '/account/currency: is named twice.'],
    [
      '{"changes": [{"change": {}}, {"subscription": {"seats": 8, "se\\u0061ts": 80}}]}',
      '/changes/1/subscription/seats: is named twice.',
    ],
    [
      `{"cart": {"items": [1, ${'['.repeat(12)}${']'.repeat(12)}]}}`,
      `/cart/items/1${'/0'.repeat(9)}: is nested more than 12 deep.`,
    ],
  ])('npm run quote names a field that comes twice or is too deep: %s', (input, problem) => {
    expect(quote(['-'], input)).toEqual({ status: 2, out: '', errors: problem });
  });

  it('npm run quote names every field it cannot use, and exits 2', () => {
    const { status, errors } = quote(
      ['-'],
      '{"at": "2023-02-30T08:00:00Z", "balance": "1e400", "change": {"seats": 0}}',
    );
    expect(status).toBe(2);
    expect(errors.split('\n').map((line) => line.split(':')[0])).toEqual(['/at', '/change/seats', '/balance']);
  });

  it('npm run quote prints a refusal with its next step, and exits 1', () => {
    const source = { seats: 8, unitPrice: '30.00', period: { start: '2023-06-01', end: '2023-07-01' } };
    const input = JSON.stringify({ at: '2023-06-11T08:00:00Z', subscription: source, change: { seats: 8 } });
    const { status, out } = quote(['-', '--explain', 'en'], input);
    expect(status).toBe(1);
    expect(out).toBe(
      'The subscription is already like this.\nChoose another tier, number of seats or billing frequency.\n',
    );
  });

  it('npm run quote says how it is used when it is told nothing, or a language it does not speak', () => {
    expect(quote([])).toMatchObject({ status: 2, errors: expect.stringContaining('Usage:') });
    expect(quote([EXAMPLE, '--explain', 'de'])).toMatchObject({ status: 2, errors: expect.stringContaining('"de"') });
    expect(quote(['nowhere.json'])).toMatchObject({ status: 2, errors: 'nowhere.json cannot be read.' });
  });
});
