import { randomUUID } from 'node:crypto';
import type { Script } from '../../../dev/sandboxes/payment-engine/faults';
import { asking, CONTRACT_STANDS, type ContractStand, pay } from './contract-stands';
import { calm } from './sandbox/stand';

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

describe.each(CONTRACT_STANDS)('an answer that %s does not give', (_, open) => {
  let stand: ContractStand;
  afterEach(() => stand.close());
  const openFor = (reason: string) => open({ timeoutMilliseconds: reason === 'timeout' ? 400 : 5_000 });

  it.each(LOST)(
    'an answer lost after %j leaves the charge unknown because of %s, and a look-up tells',
    async (fault, reason, found) => {
      stand = await openFor(reason);
      const asked = await asking(stand);
      await stand.script({ operation: 'charge', ...fault });
      const { result, pointer } = await pay(stand.gateway, asked);

      expect(result).toEqual({ status: 'unknown', reason });
      expect(await stand.gateway.lookup(pointer, calm())).toMatchObject(found);
      expect(await stand.ledger()).toHaveLength(found === charged ? 1 : 0);
    },
  );

  it.each(LOST)(
    'a charge whose answer is lost after %j is never made twice, even if sent again',
    async (fault, reason) => {
      stand = await openFor(reason);
      const asked = await asking(stand);
      await stand.script({ operation: 'charge', ...fault });
      await pay(stand.gateway, asked);
      await pay(stand.gateway, asked);

      expect(await stand.ledger()).toHaveLength(1);
    },
  );

  it('a committed charge replays its 500 for its key, so that only the look-up tells', async () => {
    stand = await openFor('');
    const asked = await asking(stand);
    await stand.script({ fault: 'error_after_commit', operation: 'charge' });
    await pay(stand.gateway, asked);
    const { result, pointer } = await pay(stand.gateway, asked);

    expect(result).toEqual({ status: 'unknown', reason: 'answered_500' });
    expect(await stand.gateway.lookup(pointer, calm())).toMatchObject(charged);
  });

  it('a lost answer leaves a void unknown', async () => {
    stand = await openFor('');
    const { pointer } = await pay(stand.gateway, await asking(stand, 'asks_customer'));
    await stand.script({ fault: 'drop_after_commit', operation: 'void' });

    expect(await stand.gateway.void({ reference: 'void:1', payment: pointer }, calm())).toMatchObject({
      status: 'unknown',
    });
    expect(await stand.gateway.lookup(pointer, calm())).toMatchObject({ status: 'voided' });
  });

  it.each<Script>([
    { fault: 'drop_after_commit', operation: 'setup' },
    { fault: 'error_after_commit', operation: 'setup' },
  ])('an answer lost after %j leaves saved details to a look-up', async (fault) => {
    stand = await openFor('');
    const asked = { reference: `set:${randomUUID()}`, customer: 'acme', token: stand.token('pays') };
    expect(await stand.gateway.lookupSetup(asked, calm())).toEqual({ status: 'not_found' });
    await stand.script(fault);

    expect(await stand.gateway.createSetup(asked, calm())).toMatchObject({ status: 'unknown' });
    expect(await stand.gateway.lookupSetup(asked, calm())).toMatchObject({
      status: 'succeeded',
      method: { kind: 'card' },
    });
  });
});

describe.each(CONTRACT_STANDS)('payment details at %s', (_, open) => {
  let stand: ContractStand;
  beforeEach(async () => {
    stand = await open();
  });
  afterEach(() => stand.close());
  const setup = () => ({ reference: `set:${randomUUID()}`, customer: 'acme', token: stand.token('pays') });

  it('payment details are saved once for a reference', async () => {
    const asked = setup();
    const first = await stand.gateway.createSetup(asked, calm());

    expect(first).toMatchObject({ status: 'succeeded', method: { kind: 'card', token: expect.any(String) } });
    expect(await stand.gateway.createSetup(asked, calm())).toEqual(first);
    expect(await stand.gateway.lookupSetup(asked, calm())).toEqual(first);
  });

  it('payment details of a bank account are told apart from a card', async () => {
    const asked = { ...setup(), token: stand.token('bank_debit') };
    expect(await stand.gateway.createSetup(asked, calm())).toMatchObject({ method: { kind: 'bank_debit' } });
  });

  it('payment details may need the customer first', async () => {
    const asked = setup();
    await stand.script({ fault: 'three_d_secure', operation: 'setup' });
    const waiting = await stand.gateway.createSetup(asked, calm());
    if (waiting.status !== 'requires_action') throw new Error(waiting.status);

    expect(await stand.gateway.lookupSetup(asked, calm())).toEqual(waiting);
    expect(await stand.confirm(waiting.url)).toBe(200);
    expect(await stand.gateway.lookupSetup(asked, calm())).toMatchObject({ status: 'succeeded' });
  });

  it('payment details may be declined', async () => {
    await stand.script({ fault: 'decline', code: 'card_declined', operation: 'setup' });
    expect(await stand.gateway.createSetup(setup(), calm())).toMatchObject({
      status: 'declined',
      code: 'card_declined',
    });
  });
});
