import type { VatAnswer } from '../../../gateways/vat-register/port';
import type { TaxDecision } from '../../../tax/decision-types';
import {
  type ActivityStand,
  assessInput,
  type OpenedAccount,
  openAccount,
  openActivityStand,
  quoteInput,
  TENANT,
  visitOf,
} from '../stand';

let stand: ActivityStand;
beforeAll(async () => {
  stand = await openActivityStand();
});
afterAll(() => stand.close());

const german = () => openAccount(stand, { account: { country: 'DE' } });
const check = (opened: OpenedAccount, vatNumber = 'DE136695976', visit = 1) =>
  stand.activities.checkVat({ ...visitOf(opened, visit), vatNumber });
const evidenceOf = ({ changeId }: OpenedAccount, visit = 1) =>
  stand.store.vatEvidence.find(TENANT, `${changeId}:vat:${visit}`);

const OUTAGE = { outcome: 'unverifiable', code: 'MS_UNAVAILABLE', failure: 'member_state_unavailable', retry: true };
const BLOCKED = { outcome: 'unverifiable', code: 'IP_BLOCKED', failure: 'blocked', retry: false };
const WRONG_REQUESTER = {
  ...{ outcome: 'config_error', code: 'INVALID_REQUESTER_INFO', failure: 'invalid_requester' },
  ...{ retry: false, alert: 'operator' },
};
const answers = (...said: object[]) => stand.vatAnswers.push(...(said as Partial<VatAnswer>[]));

describe('the cause of a number that could not be verified', () => {
  it('the cause is kept as one of the closed list, with the register’s own code beside it, and so decided on', async () => {
    const opened = await german();
    answers(OUTAGE);
    const answer = await check(opened);
    expect(answer).toMatchObject({ hold: { code: 'member_state_unavailable', retry: true } });
    expect(await evidenceOf(opened)).toMatchObject({
      code: 'member_state_unavailable',
      registerCode: 'MS_UNAVAILABLE',
    });
    if (answer.status !== 'unverifiable') throw new Error('The outage was not told.');
    const { number, status, evidenceId } = answer;
    await stand.activities.quote(quoteInput(opened, { vat: { number, status, evidenceId } }));
    const [record] = await stand.store.quotes.listOfChange(TENANT, opened.changeId);
    const decision = record?.taxDecision as TaxDecision;
    expect(decision.hold).toMatchObject({ cause: 'member_state_unavailable' });
    expect(decision.input.vat).toMatchObject({ cause: 'member_state_unavailable' });
  });

  it('a number that the register would not look up is refused, with the register’s own code on record', async () => {
    const opened = await german();
    answers({ outcome: 'input_refused', code: 'INVALID_INPUT', retry: false });
    expect(await check(opened)).toEqual({ status: 'invalid', code: 'vat_refused_by_register' });
    expect(await evidenceOf(opened)).toMatchObject({ code: 'vat_refused_by_register', registerCode: 'INVALID_INPUT' });
  });
});

describe('a register that takes no question of ours', () => {
  const alerts = () => stand.store.supportItems.listOpen(TENANT, 100, { kind: 'vat_register_refuses' });

  it('a fault that only an operator can mend alerts once, also after somebody has dealt with it before', async () => {
    for (const said of [BLOCKED, WRONG_REQUESTER, BLOCKED, BLOCKED]) {
      answers(said);
      expect(await check(await german())).toMatchObject({ hold: { retry: true, mendedBy: 'operator' } });
    }
    const codes = async () => (await alerts()).map(({ facts }) => facts.code).sort();
    expect(await codes()).toEqual(['blocked', 'invalid_requester']);
    for (const { key } of await alerts()) await stand.store.supportItems.close(TENANT, key);
    stand.at(3_600);
    answers(BLOCKED);
    await check(await german());
    expect(await codes()).toEqual(['blocked']);
    stand.at(0);
  });

  it('an outage is nothing that operators are alerted about', async () => {
    const before = (await alerts()).length;
    answers(OUTAGE);
    const answer = await check(await german());
    expect(answer).toMatchObject({ hold: { retry: true } });
    expect(answer).not.toHaveProperty('hold.mendedBy');
    expect(await alerts()).toHaveLength(before);
  });
});

describe('a number that the VAT does not depend on', () => {
  const unasked = { status: 'unverifiable', evidenceId: null, hold: null };

  it.each([
    ['in the seller’s own state', { country: 'FR' }, '40 303 265 045', 'FR40303265045'],
    ['in the seller’s own state, mistyped', { country: 'FR' }, 'FR40303265046', 'FR40303265046'],
    ['in a third country', { country: 'US' }, ' 12-3456789\u200e', '12-3456789'],
    ['outside the EU’s VAT', { country: 'ES', postalCode: '35001' }, 'ESB58378431', 'ESB58378431'],
  ])('a number %s is kept and not asked about', async (_, account, typed, number) => {
    const opened = await openAccount(stand, { account });
    expect(await check(opened, typed)).toEqual({ ...unasked, number });
    expect(await evidenceOf(opened)).toBeNull();
  });

  it('a number that only tells who accounts for the VAT is asked about, and holds nothing', async () => {
    const british = () => openAccount(stand, { account: { country: 'GB' } });
    answers(OUTAGE);
    expect(await check(await british(), 'GB980780684')).toMatchObject({ status: 'unverifiable', hold: null });
    const abroad = await british();
    expect(await check(abroad, 'DE136695976')).toMatchObject({ status: 'unverifiable', hold: null });
    expect(await evidenceOf(abroad)).toMatchObject({ code: 'country_mismatch' });
  });
});

describe('a number on file', () => {
  const onFile = async (account: { country: string; vatNumber: string }) => {
    const opened = await openAccount(stand, { account });
    return { opened, assessed: await stand.activities.assess(assessInput(opened)) };
  };

  it('a number on file that no order has confirmed is to be confirmed before the order is priced', async () => {
    const { opened, assessed } = await onFile({ country: 'DE', vatNumber: 'DE136695976' });
    expect(assessed).toMatchObject({ vat: null, vatToConfirm: 'DE136695976' });
    expect(assessed).not.toHaveProperty('priced');
    await check(opened);
    expect(await stand.activities.assess(assessInput(opened, { visit: 2 }))).toMatchObject({
      vat: { number: 'DE136695976', status: 'valid' },
    });
  });

  it('a number on file that the VAT does not depend on is kept, and the order priced at once', async () => {
    const { assessed } = await onFile({ country: 'US', vatNumber: 'US123456789' });
    expect(assessed).toMatchObject({
      vat: { number: 'US123456789', status: 'unverifiable', evidenceId: null },
      priced: { quote: { vatTreatment: { rule: 'R8' } } },
    });
    expect(assessed).not.toHaveProperty('vatToConfirm');
  });
});
