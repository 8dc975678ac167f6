import type { GatewayEvent } from '../../../../gateways/payment/port';
import { calm, closeAll, loopbackListener, order, type PaymentStand, startPaymentStand } from './stand';

const SECRET = 'whsec_test_of_the_sandbox';

interface ListeningStand extends PaymentStand {
  /** The arrivals: an event, or the code of its refusal. */
  heard: (GatewayEvent | string)[];
}

const closers: (() => void)[] = [];

async function startListeningStand(answers: number[] = []): Promise<ListeningStand> {
  const heard: (GatewayEvent | string)[] = [];
  const listener = await loopbackListener((_, raw, headers) => {
    try {
      const trust = { secrets: [SECRET], nowSeconds: Math.floor(Date.now() / 1000), mode: 'test' as const };
      heard.push(...stand.gateway.parseWebhook(raw, headers, trust));
    } catch (error) {
      heard.push(Object(error).code);
    }
    return answers.shift() ?? 200;
  });
  closers.push(listener.close);
  const stand = await startPaymentStand({ webhook: { url: listener.url, secret: SECRET } });
  return { ...stand, heard };
}

const types = (heard: (GatewayEvent | string)[]) => heard.map((event) => Object(event).type ?? event);

describe('events of the sandbox gateway', () => {
  afterEach(async () => {
    await closeAll();
    for (const close of closers.splice(0)) close();
  });

  it('events of the sandbox gateway arrive signed, one for each change of a payment', async () => {
    const { gateway, sandbox, heard } = await startListeningStand();
    const asked = order({ method: 'pm_sepa' });
    await gateway.charge(asked, calm());
    await sandbox.webhooksIdle();
    await sandbox.settle(asked.reference);
    await sandbox.webhooksIdle();
    await sandbox.reverse(asked.reference);
    await sandbox.webhooksIdle();

    expect(types(heard)).toEqual(['payment.pending', 'payment.succeeded', 'payment.reversed']);
    expect(new Set(heard.map((event) => Object(event).reference))).toEqual(new Set([asked.reference]));
  });

  it('events of the sandbox gateway arrive as often as scripted, with one id', async () => {
    const { gateway, sandbox, heard } = await startListeningStand();
    await sandbox.webhooks.behave({ copies: 100 });
    await gateway.charge(order(), calm());
    await sandbox.webhooksIdle();

    expect(heard).toHaveLength(100);
    expect(new Set(heard.map((event) => Object(event).eventId)).size).toBe(1);
  });

  it('events of the sandbox gateway arrive late and in reverse when held', async () => {
    const { gateway, sandbox, heard } = await startListeningStand();
    await sandbox.webhooks.behave({ hold: true });
    const asked = order({ method: 'pm_sepa' });
    await gateway.charge(asked, calm());
    await sandbox.settle(asked.reference);
    await sandbox.webhooksIdle();

    expect(heard).toEqual([]);
    await sandbox.webhooks.release('reversed');
    expect(types(heard)).toEqual(['payment.succeeded', 'payment.pending']);
  });

  it('events of the sandbox gateway can be too old, or of the wrong mode', async () => {
    const { gateway, sandbox, heard } = await startListeningStand();
    await sandbox.webhooks.behave({ timestampOffsetSeconds: -400 });
    await gateway.charge(order(), calm());
    await sandbox.webhooksIdle();
    await sandbox.webhooks.behave({ mode: 'live' });
    await gateway.charge(order(), calm());
    await sandbox.webhooksIdle();

    expect(heard).toEqual(['outside_window', 'wrong_mode']);
  });

  it('events of the sandbox gateway are sent again until the receiver takes them', async () => {
    const { gateway, sandbox, heard } = await startListeningStand([500]);
    await gateway.charge(order(), calm());
    await sandbox.webhooksIdle();

    expect(types(heard)).toEqual(['payment.succeeded', 'payment.succeeded']);
  });

  it('events of the sandbox gateway never leave this machine', async () => {
    await expect(startPaymentStand({ webhook: { url: 'http://192.0.2.1/', secret: SECRET } })).rejects.toThrow(
      RangeError,
    );
  });
});
