import { putMovesOnRecord } from '../../../activities/order/moves-on-record';
import { marked } from '../../../store/access/update-marks';
import { sampleView } from '../../store/orders/sample-view';
import { newKey, ringOf } from '../../support/key-rings';
import { type ActivityStand, NOON, newId, openActivityStand, TENANT } from '../stand';

const [K1, K2] = [`k1:${newKey()}`, `k2:${newKey()}`];

describe('what moved an order past the API', () => {
  let stand: ActivityStand;
  beforeAll(async () => {
    stand = await openActivityStand();
  });
  afterAll(() => stand.close());

  const viewOf = (changeId: string, updates: string[]) => {
    const moves = updates.map((update, index) => ({
      ...{ sequence: index + 1, at: NOON.toISOString(), event: 'EDIT', from: 'reviewing', to: 'assessing', update },
    }));
    return sampleView({ sequence: moves.length, transitions: moves }, { changeId });
  };
  const recorded = async (changeId: string) =>
    (await stand.store.audit.listOfChange(TENANT, changeId, 10)).map(({ facts }) => facts);

  it('what the API sent is none of it, also when the key of its mark has left the ring', async () => {
    const changeId = newId('change');
    const sent = marked(ringOf(K1), { tenantId: TENANT, changeId }, 'upd_1');
    const before = viewOf(changeId, [sent]);
    await putMovesOnRecord({ store: stand.store, keyRing: ringOf(`${K1},${K2}`) }, before);
    await stand.store.orders.project(before);
    const next = marked(ringOf(K2), { tenantId: TENANT, changeId }, 'upd_2');
    await putMovesOnRecord({ store: stand.store, keyRing: ringOf(K2) }, viewOf(changeId, [sent, next]));
    expect(await recorded(changeId)).toEqual([]);
  });

  it('a new move with the mark of a key that nobody has is on record', async () => {
    const changeId = newId('change');
    await stand.store.orders.project(viewOf(changeId, []));
    await putMovesOnRecord({ store: stand.store, keyRing: ringOf(K2) }, viewOf(changeId, ['upd_1~k0.forged']));
    expect(await recorded(changeId)).toEqual([{ update: 'upd_1~k0.forged' }]);
  });
});
