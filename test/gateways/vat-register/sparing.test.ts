import { deferred } from 'statechart-host/testing';
import type { VatAnswer, VatRegister } from '../../../gateways/vat-register/port';
import { sparingRegister } from '../../../gateways/vat-register/sparing';

const asked = { checkedAt: '2026-11-23T10:00:00Z' };

/** A register that counts its questions and always gives the same answer. */
function refusing(verdict: object) {
  const questions: string[] = [];
  const check: VatRegister['check'] = async (vatNumber) => {
    questions.push(vatNumber);
    return { retry: false, ...verdict, evidence: { vatNumber } } as unknown as VatAnswer;
  };
  return { questions, register: { check } };
}

/** A register whose answers the test gives, one question after the other. */
function register() {
  const questions: { vatNumber: string; answer(outcome: VatAnswer['outcome']): void }[] = [];
  const check: VatRegister['check'] = (vatNumber) => {
    const { promise, resolve } = deferred<VatAnswer>();
    questions.push({ vatNumber, answer: (outcome) => resolve({ outcome, evidence: { vatNumber } } as VatAnswer) });
    return promise;
  };
  return { questions, register: { check } };
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a register that is asked sparingly', () => {
  it('a register that is asked sparingly asks two numbers of a state at a time, and other states meanwhile', async () => {
    const outside = register();
    const sparing = sparingRegister(outside.register);
    const answers = ['DE1', 'DE2', 'DE3', 'FR1'].map((vatNumber) => sparing.check(vatNumber, asked));
    await settle();
    expect(outside.questions.map(({ vatNumber }) => vatNumber)).toEqual(['DE1', 'DE2', 'FR1']);
    for (const question of [...outside.questions]) question.answer('valid');
    await settle();
    expect(outside.questions.map(({ vatNumber }) => vatNumber)).toEqual(['DE1', 'DE2', 'FR1', 'DE3']);
    outside.questions[3]?.answer('valid');
    expect((await Promise.all(answers)).map(({ outcome }) => outcome)).toEqual(['valid', 'valid', 'valid', 'valid']);
  });

  it('a register that is asked sparingly gives a valid answer again for an hour and an invalid one for five minutes, with the first evidence', async () => {
    let time = 0;
    const outside = register();
    const sparing = sparingRegister(outside.register, { now: () => time });
    for (const [vatNumber, outcome, kept] of [
      ['DE1', 'valid', 3_600_000],
      ['DE2', 'invalid', 300_000],
    ] as const) {
      const before = outside.questions.length;
      const first = sparing.check(vatNumber, asked);
      await settle();
      outside.questions.at(-1)?.answer(outcome);
      const answer = await first;
      time += kept - 1;
      expect(await sparing.check(vatNumber, { checkedAt: 'later' })).toBe(answer);
      time += 1;
      void sparing.check(vatNumber, asked);
      await settle();
      expect(outside.questions.length - before).toBe(2);
    }
  });

  it('a register that is asked sparingly asks again at once for what could not be verified, and for another requester', async () => {
    const outside = register();
    const sparing = sparingRegister(outside.register);
    const first = sparing.check('DE1', asked);
    await settle();
    outside.questions[0]?.answer('unverifiable');
    await first;
    void sparing.check('DE1', asked);
    void sparing.check('DE1', { ...asked, requester: 'FR40303265045' });
    await settle();
    expect(outside.questions).toHaveLength(3);
  });

  it.each([
    { outcome: 'unverifiable', code: 'IP_BLOCKED', failure: 'blocked' },
    { outcome: 'config_error', code: 'INVALID_REQUESTER_INFO', failure: 'invalid_requester', alert: 'operator' },
  ])('a register that answers $code is left alone for an hour, by that requester', async (verdict) => {
    let time = 0;
    const outside = refusing(verdict);
    const sparing = sparingRegister(outside.register, { now: () => time });
    await sparing.check('DE1', asked);
    time += 3_599_999;
    expect(await sparing.check('FR1', asked)).toMatchObject({
      ...verdict,
      evidence: { register: 'none', vatNumber: 'FR1', rawAnswer: '' },
    });
    await sparing.check('FR2', { ...asked, requester: 'FR40303265045' });
    time += 1;
    await sparing.check('FR3', asked);
    expect(outside.questions).toEqual(['DE1', 'FR2', 'FR3']);
  });

  it('a register that is asked sparingly forgets somebody who has left the queue, and lets the next one in', async () => {
    const outside = register();
    const sparing = sparingRegister(outside.register, { atOnce: 1 });
    const leaving = new AbortController();
    const first = sparing.check('DE1', asked);
    const second = sparing.check('DE2', { ...asked, signal: leaving.signal });
    const third = sparing.check('DE3', asked);
    leaving.abort();
    await settle();
    outside.questions[0]?.answer('valid');
    await first;
    await expect(second).rejects.toThrow();
    await settle();
    outside.questions[1]?.answer('valid');
    expect((await third).outcome).toBe('valid');
    expect(outside.questions.map(({ vatNumber }) => vatNumber)).toEqual(['DE1', 'DE3']);
  });

  it('a number that a slow state keeps waiting for too long is unverifiable', async () => {
    const outside = register();
    const sparing = sparingRegister(outside.register, { atOnce: 1, patience: 5 });
    const first = sparing.check('DE1', asked);
    expect(await sparing.check('DE2', asked)).toMatchObject({
      outcome: 'unverifiable',
      code: 'queue_too_long',
      retry: true,
      evidence: { register: 'none', vatNumber: 'DE2', rawAnswer: '' },
    });
    outside.questions[0]?.answer('valid');
    expect((await first).outcome).toBe('valid');
    const third = sparing.check('DE3', asked);
    await settle();
    outside.questions[1]?.answer('valid');
    expect((await third).outcome).toBe('valid');
  });
});
