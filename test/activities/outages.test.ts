import { connectStore, type Store } from '../../store';
import { testBackends } from '../support/backends';
import { type BrokenLine, openBrokenLine } from '../support/broken-line';
import { PATIENCE, until } from '../support/within';
import { type ActivityStand, openAccount, openActivityStand, quoted, TENANT, visitOf } from './stand';

describe('steps over a broken line to MongoDB', () => {
  let stand: ActivityStand;
  let line: BrokenLine;
  let store: Store;
  beforeAll(async () => {
    stand = await openActivityStand();
    line = await openBrokenLine(testBackends().mongo);
    store = await connectStore(line.uri, { databaseName: stand.store.databaseName });
  });
  afterEach(() => line.break(null));
  afterAll(async () => {
    await store.close();
    await line.close();
    await stand.close();
  });

  it('a charge goes on by itself once the line is mended, and is sent once', async () => {
    const opened = await openAccount(stand);
    const quote = await quoted(stand, opened);
    const { charge } = stand.activitiesWith({ store });
    line.break('cut');
    const charging = charge({ ...visitOf(opened), quote, paymentMethod: 'pm_ok' });
    const from = line.broken();
    await until(PATIENCE, 'a second try', async () => line.broken() > from + 1);
    line.break(null);
    expect(await charging).toMatchObject({ status: 'paid' });
    expect(stand.gateway.charges.map(({ reference }) => reference)).toEqual([`${TENANT}:${opened.changeId}:charge:1`]);
  });

  it('a step that meets a broken line fails with the code that Temporal tries again', async () => {
    const opened = await openAccount(stand);
    const quote = await quoted(stand, opened);
    const { release, fulfil } = stand.activitiesWith({ store });
    line.break('cut');
    const steps = [
      release({ ...visitOf(opened), subscriptionIds: [], keepsClaim: false, vatItem: null }),
      fulfil({ ...visitOf(opened), quote, purchaseOrder: null }),
    ];
    const passing = { type: 'StoreUnavailable', nonRetryable: false };
    for (const step of steps) await expect(step).rejects.toMatchObject(passing);
  });
});
