import { idsSentUnder, isMarked, isOfLostKey, marked } from '../../../store/access/update-marks';
import { unmarked } from '../../../workflows/contract';
import { newKey, ringOf } from '../../support/key-rings';

const RING = ringOf(`one:${newKey()}`);
const ORDER = { tenantId: 'acme', changeId: 'chg_1' };

describe('the mark of an update', () => {
  it('an update that was marked is known as it is, and its id is found again', () => {
    const update = marked(RING, ORDER, 'upd_1');
    expect(isMarked(RING, ORDER, update)).toBe(true);
    expect(unmarked(update)).toBe('upd_1');
  });

  it('an update is of nobody without a mark, with more than one, and with that of another order, id or ring', () => {
    const update = marked(RING, ORDER, 'upd_1');
    const other = marked(ringOf(`one:${newKey()}`), ORDER, 'upd_1');
    const forged = ['', 'upd_1', 'upd_1~', `${update}~`, `${update}~x`, update.replace('upd_1', 'upd_2'), other];
    for (const one of forged) expect(isMarked(RING, ORDER, one)).toBe(false);
    for (const order of [
      { ...ORDER, changeId: 'chg_2' },
      { ...ORDER, tenantId: 'other' },
    ]) {
      expect(isMarked(RING, order, update)).toBe(false);
    }
  });

  it('an update is the same one whatever key marks it, and each id that it may have been sent under is told', () => {
    const [former, latter] = [`former:${newKey()}`, `latter:${newKey()}`];
    const before = marked(ringOf(`${former},${latter}`), ORDER, 'upd_1');
    const [now, ...others] = idsSentUnder(ringOf(`${latter},${former}`), ORDER, 'upd_1');
    expect(others).toEqual([before]);
    expect(now).not.toBe(before);
    expect([now, before].map(unmarked)).toEqual(['upd_1', 'upd_1']);
  });

  it('a mark of a key that has left the ring is told from one that is none', () => {
    const lost = marked(ringOf(`former:${newKey()}`), ORDER, 'upd_1');
    expect(isOfLostKey(RING, lost)).toBe(true);
    for (const one of [marked(RING, ORDER, 'upd_1'), 'upd_1', 'upd_1~', 'upd_1~one.forged', 'upd_1~.x', '']) {
      expect(isOfLostKey(RING, one)).toBe(false);
    }
  });

  it('an update goes by its id alone where there is no ring', () => {
    expect([marked(null, ORDER, 'upd_1'), marked(undefined, ORDER, 'upd_1')]).toEqual(['upd_1', 'upd_1']);
  });
});
