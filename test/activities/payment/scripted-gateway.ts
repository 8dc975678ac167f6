import type {
  ChargePage,
  ChargeRequest,
  PaymentFacts,
  PaymentGateway,
  PaymentResult,
  PaymentState,
  RefundState,
  SetupResult,
} from '../../../gateways/payment/port';

const SUCCEEDED: PaymentResult = { status: 'succeeded', gatewayReference: 'gw_1' };

/**
 * A gateway in memory with a book of its own. What it answers can be scripted; whether it took the money is in the book,
 * because an answer that got lost says nothing about that.
 */
export class ScriptedGateway implements PaymentGateway {
  readonly name = 'scripted';
  readonly mode = 'test';
  readonly currencies = { EUR: { exponent: 2, minimum: 50 } };
  /** Requests that arrived, by our reference. */
  readonly charges: ChargeRequest[] = [];
  readonly refundsAsked: string[] = [];
  readonly #states = new Map<string, PaymentState>();
  /** The next answers; when none is left, the money is taken. */
  readonly answers: (PaymentResult | { lost: PaymentResult })[] = [];
  readonly refundAnswers: PaymentResult[] = [];
  setupAnswers: SetupResult[] = [];
  voidAnswer: PaymentResult = SUCCEEDED;
  isDown = false;

  async charge(input: ChargeRequest): Promise<PaymentResult> {
    const { reference } = input;
    const scripted = this.answers.shift() ?? SUCCEEDED;
    const result = 'lost' in scripted ? scripted.lost : scripted;
    if (result.status === 'failed_not_sent') return result;
    this.charges.push(input);
    if (result.status !== 'unknown') this.learn(reference, result);
    return 'lost' in scripted ? { status: 'unknown', reason: 'timeout' } : result;
  }

  /** What the gateway itself says of a payment from now on. */
  learn(reference: string, result: PaymentResult | Partial<PaymentFacts> | Record<'status', string>): void {
    const facts = { reference, gatewayReference: 'gw_1', methodKind: 'card', amount: 1, currency: 'EUR' } as const;
    const state = { ...facts, captured: 1, refunded: 0, refunds: [] as RefundState[], ...result };
    this.#states.set(reference, state as PaymentState);
  }

  async lookup({ reference }: { reference: string }): Promise<PaymentState> {
    if (this.isDown) return { status: 'unknown', reference, reason: 'timeout' };
    return this.#states.get(reference) ?? { status: 'not_found', reference };
  }

  async void({ payment }: { payment: { reference: string } }): Promise<PaymentResult> {
    if (this.#states.get(payment.reference)?.status === 'succeeded') {
      return { status: 'declined', code: 'already_succeeded', retryable: false };
    }
    return this.voidAnswer;
  }

  async refund({ reference }: { reference: string }): Promise<PaymentResult> {
    this.refundsAsked.push(reference);
    return this.refundAnswers.shift() ?? SUCCEEDED;
  }

  async createSetup(): Promise<SetupResult> {
    const saved = {
      status: 'succeeded',
      gatewayReference: 'set_1',
      method: { token: 'pm_new', kind: 'card' },
    } as const;
    return this.setupAnswers.shift() ?? saved;
  }

  lookupSetup = async () => ({ status: 'not_found' }) as const;
  authorize = async () => SUCCEEDED;
  capture = async () => SUCCEEDED;
  listCharges = async (): Promise<ChargePage> => ({ status: 'listed', charges: [], next: null });
  parseWebhook = () => [];
}
