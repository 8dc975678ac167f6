import type { Carried } from 'statechart-host/contract';
import type { Activities } from '../../../activities/contract';
import { KEPT_AT_MOST, type KeptStart, keptAs } from '../../../workflows/contract';
import { sampleView } from '../../store/orders/sample-view';
import { TEST_RING } from '../../support/key-rings';
import { type ActivityStand, newId, openActivityStand, TENANT } from '../stand';

describe('what is kept of an order that is projected', () => {
  let stand: ActivityStand;
  let activities: Activities;
  beforeAll(async () => {
    stand = await openActivityStand();
    activities = stand.activitiesWith({ keyRing: TEST_RING });
  });
  afterAll(() => stand.close());

  const carried = { form: 1 } as Carried;

  /** A start whose JSON has so many bytes, some of them two to a letter. */
  function startOf(bytes: number): KeptStart {
    const start = (text: string) => [{ changeId: `é${text}` }, carried] as unknown as KeptStart;
    return start('x'.repeat(bytes - Buffer.byteLength(JSON.stringify(start('')))));
  }

  const projected = async (kept: KeptStart | null | undefined, by = activities) => {
    const changeId = newId('change');
    await by.project({ view: sampleView({ sequence: 7 }, { changeId }), ...(kept === undefined ? {} : { kept }) });
    expect(await stand.store.orders.find(TENANT, changeId)).toMatchObject({ sequence: 7 });
    return { changeId, kept: await stand.store.orders.findKept(TENANT, changeId) };
  };

  it('what is kept of an order is sealed as of that order and that sequence', async () => {
    const start = [{ changeId: 'a name that nobody must read' }, carried] as unknown as KeptStart;
    const { changeId, kept } = await projected(start);
    expect(kept).toMatchObject({ sequence: 7, keyId: 'tests' });
    expect(JSON.stringify(kept)).not.toContain('nobody');
    const sealed = kept ?? { keyId: '', box: '' };
    expect(Buffer.from(sealed.box, 'base64url').toString('latin1')).not.toContain('nobody');
    const text = TEST_RING.open(sealed, keptAs({ tenantId: TENANT, changeId }, 7));
    expect(JSON.parse(text)).toEqual(start);
  });

  it('nothing is kept of an order that needs more than 32 kB, that keeps nothing itself, or where there is no key', async () => {
    expect((await projected(startOf(KEPT_AT_MOST))).kept).not.toBeNull();
    expect((await projected(startOf(KEPT_AT_MOST + 1))).kept).toBeNull();
    expect((await projected(null)).kept).toBeNull();
    // As a workflow task of before this was kept has asked for it.
    expect((await projected(undefined)).kept).toBeNull();
    expect((await projected([{} as never, carried], stand.activities)).kept).toBeNull();
  });
});
