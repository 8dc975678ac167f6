import type { Script } from '../../../../dev/sandboxes/payment-engine/faults';
import { sandboxGateway } from '../../../../gateways/payment/sandbox/gateway';
import { calm, closeAll, loopbackListener, order, startPaymentStand } from './stand';

afterEach(closeAll);

const charged = { status: 'succeeded', captured: 1250 };
const absent = { status: 'not_found' };

const LOST: [Script, string, object][] = [
  [{ fault: 'timeout_before_commit' }, 'timeout', absent],
  [{ fault: 'timeout_after_commit' }, 'timeout', charged],
  [{ fault: 'drop_before_commit' }, 'connection_lost', absent],
  [{ fault: 'drop_after_commit' }, 'connection_lost', charged],
  [{ fault: 'down' }, 'connection_lost', absent],
  [{ fault: 'error_before_commit' }, 'answered_500', absent],
  [{ fault: 'error_before_commit', status: 503 }, 'answered_503', absent],
  [{ fault: 'error_after_commit' }, 'answered_500', charged],
  [{ fault: 'error_after_commit', status: 502 }, 'answered_502', charged],
  [{ fault: 'error_before_commit', status: 409, code: 'idempotency_key_in_use' }, 'idempotency_key_in_use', absent],
  [{ fault: 'garbage', kind: 'html' }, 'unreadable_answer', charged],
  [{ fault: 'garbage', kind: 'wrong_shape' }, 'unreadable_answer', charged],
  [{ fault: 'garbage', kind: 'oversize' }, 'answer_too_large', charged],
  [{ fault: 'garbage', kind: 'wrong_amount' }, 'answer_of_another_payment', charged],
];

describe('a charge whose outcome nobody knows', () => {
  it.each(LOST)('a charge after %j is unknown because of %s, and a look-up tells', async (fault, reason, found) => {
    const { sandbox, gateway } = await startPaymentStand();
    const hasty = sandboxGateway({ baseUrl: sandbox.url, timeoutMilliseconds: reason === 'timeout' ? 100 : 5_000 });
    await sandbox.script({ operation: 'charge', ...fault });
    const asked = order();

    expect(await hasty.charge(asked, calm())).toEqual({ status: 'unknown', reason });
    expect(await gateway.lookup(asked, calm())).toMatchObject(found);
    expect(await sandbox.ledger()).toHaveLength(found === charged ? 1 : 0);
  });

  it.each(LOST.filter(([, , found]) => found === charged))(
    'a charge after %j is never made twice, even if sent again',
    async (fault) => {
      const { sandbox, gateway } = await startPaymentStand({}, { timeoutMilliseconds: 100 });
      await sandbox.script({ operation: 'charge', ...fault });
      const asked = order();
      await gateway.charge(asked, calm());
      await gateway.charge(asked, calm());

      expect(await sandbox.ledger()).toHaveLength(1);
    },
  );

  it('a committed charge replays its 500 for its key, so that only the look-up tells', async () => {
    const { sandbox, gateway } = await startPaymentStand();
    await sandbox.script({ fault: 'error_after_commit' });
    const asked = order();
    await gateway.charge(asked, calm());

    expect(await gateway.charge(asked, calm())).toEqual({ status: 'unknown', reason: 'answered_500' });
    expect(await gateway.lookup(asked, calm())).toMatchObject(charged);
  });

  it('a charge is unknown when the caller gives up while waiting', async () => {
    const { sandbox, gateway } = await startPaymentStand();
    const caller = new AbortController();
    const listener = await loopbackListener(() => caller.abort());
    await sandbox.script({ fault: 'callback', url: listener.url });
    const asked = order();

    expect(await gateway.charge(asked, caller.signal)).toEqual({ status: 'unknown', reason: 'aborted' });
    expect(await gateway.lookup(asked, calm())).toMatchObject(charged);
    listener.close();
  });
});

describe('a charge that cannot have happened', () => {
  it('a charge is not sent when the connection is refused', async () => {
    const { sandbox } = await startPaymentStand();
    await sandbox.close();
    const gateway = sandboxGateway({ baseUrl: sandbox.url });

    expect(await gateway.charge(order(), calm())).toEqual({ status: 'failed_not_sent', reason: 'connection_refused' });
    expect(await gateway.lookup({ reference: 'r' }, calm())).toMatchObject({ status: 'unknown' });
  });

  it('a charge is not sent when the caller has given up before', async () => {
    const { sandbox, gateway } = await startPaymentStand();

    expect(await gateway.charge(order(), AbortSignal.abort())).toEqual({
      status: 'failed_not_sent',
      reason: 'aborted_before_sending',
    });
    expect(await sandbox.ledger()).toEqual([]);
  });

  it('a charge is not sent when the gateway turns it away for too many calls', async () => {
    const { sandbox, gateway } = await startPaymentStand();
    await sandbox.script({ fault: 'error_before_commit', status: 429, code: 'too_many_requests' });
    const asked = order();

    expect(await gateway.charge(asked, calm())).toEqual({ status: 'failed_not_sent', reason: 'too_many_requests' });
    expect(await gateway.charge(asked, calm())).toMatchObject({ status: 'succeeded' });
  });
});

describe('the script of the sandbox gateway', () => {
  it('the script of the sandbox gateway strikes the given number of calls, then is used up', async () => {
    const { sandbox, gateway } = await startPaymentStand();
    await sandbox.script({ fault: 'down', times: 2 });
    const asked = order();
    const seen = [];
    for (let call = 0; call < 3; call += 1) seen.push((await gateway.lookup(asked, calm())).status);

    expect(seen).toEqual(['unknown', 'unknown', 'not_found']);
  });

  it('the script of the sandbox gateway strikes until it is cleared', async () => {
    const { sandbox, gateway } = await startPaymentStand();
    await sandbox.script({ fault: 'down', untilCleared: true });
    for (let call = 0; call < 5; call += 1) {
      expect(await gateway.lookup({ reference: 'r' }, calm())).toMatchObject({ status: 'unknown' });
    }
    await sandbox.clearScript();

    expect(await gateway.lookup({ reference: 'r' }, calm())).toMatchObject({ status: 'not_found' });
  });

  it('the script of the sandbox gateway strikes only the operation and reference it is aimed at', async () => {
    const { sandbox, gateway } = await startPaymentStand();
    const [one, two] = [order(), order()];
    await sandbox.script({ fault: 'decline', code: 'fraud', operation: 'charge', reference: two.reference });

    expect(await gateway.charge(one, calm())).toMatchObject({ status: 'succeeded' });
    expect(await gateway.charge(two, calm())).toMatchObject({ status: 'declined', code: 'fraud' });
  });

  it('the script of the sandbox gateway refuses a fault that it does not know, and a callback to another machine', async () => {
    const { sandbox } = await startPaymentStand();
    const wrong: unknown[] = [
      { fault: 'explode' },
      { fault: 'callback', url: 'http://192.0.2.1/' },
      { fault: 'down', x: 1 },
    ];
    for (const body of wrong) {
      const answer = await fetch(`${sandbox.url}/script`, { method: 'POST', body: JSON.stringify(body) });
      expect(answer.status).toBe(400);
    }
  });

  it.each([
    ['before_commit', 0],
    ['after_commit', 1],
  ] as const)(
    'the script of the sandbox gateway calls back %s and waits before the answer goes out',
    async (when, movements) => {
      const { sandbox, gateway } = await startPaymentStand();
      const heard: unknown[] = [];
      const listener = await loopbackListener(async (body) => {
        heard.push(body, await sandbox.ledger());
      });
      await sandbox.script({ fault: 'callback', url: listener.url, when, afterwards: 'drop', operation: 'charge' });
      const asked = order();

      expect(await gateway.charge(asked, calm())).toEqual({ status: 'unknown', reason: 'connection_lost' });
      expect(heard).toMatchObject([{ operation: 'charge', reference: asked.reference, when }, { length: movements }]);
      listener.close();
    },
  );
});
