import { differencesOfBooks } from '../../chaos/checks/books';

const charge = (reference: string, amount: number) => ({ kind: 'charge', reference, amount });
const refund = (reference: string, amount: number) => ({ kind: 'refund', reference, amount: -amount });
const made = { changeId: 'chg_1', isMade: true, due: 20_160 };
const cancelled = { changeId: 'chg_2', isMade: false, due: 5_000 };

describe("the gateway's books against orders", () => {
  it('books in which each made order is charged what it owed are as they must be', () => {
    expect(differencesOfBooks([charge('demo:chg_1:charge:1', 20_160)], [made, cancelled])).toEqual([]);
    expect(differencesOfBooks([], [{ ...made, due: 0 }])).toEqual([]);
  });

  it('an order that is charged by two attempts is told, and one that was given back in between is not', () => {
    const twice = [charge('demo:chg_1:charge:1', 20_160), charge('demo:chg_1:charge:2', 20_160)];
    expect(differencesOfBooks(twice, [made])).toEqual([
      'chg_1: 20160 is owed, and the gateway has charge 20160, charge 20160',
    ]);
    expect(differencesOfBooks([...twice, refund('demo:chg_1:refund:1', 20_160)], [made])).toEqual([]);
  });

  it('a reference that is charged twice is told even where a refund hides it', () => {
    const hidden = [
      charge('demo:chg_1:charge:1', 20_160),
      charge('demo:chg_1:charge:1', 20_160),
      refund('demo:chg_1:refund:1', 20_160),
    ];
    expect(differencesOfBooks(hidden, [made])).toEqual(['chg_1: charged twice under demo:chg_1:charge:1']);
  });

  it('a cancelled order that keeps a charge is told, and so is a made one that has none', () => {
    expect(differencesOfBooks([charge('demo:chg_2:charge:1', 5_000)], [made, cancelled])).toEqual([
      'chg_1: 20160 is owed, and the gateway has nothing',
      'chg_2: 0 is owed, and the gateway has charge 5000',
    ]);
  });

  it('a charge without an order is told', () => {
    expect(differencesOfBooks([charge('demo:chg_9:charge:1', 100)], [])).toEqual([
      'charge 100 of demo:chg_9:charge:1: there is no such order',
    ]);
  });
});
