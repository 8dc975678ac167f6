import { z } from 'zod';
import { isLoopback } from '../sandbox-server';

/** The body of `POST /script`: faults of the next calls. The first fault that fits a call is used up by it. */

const OPERATIONS = [
  'setup',
  'setup_page',
  'charge',
  'authorize',
  'capture',
  'void',
  'refund',
  'lookup',
  /** At Stripe only: making an intent that is confirmed, thus charged, later; and what comes before that. */
  'create',
  'prepare',
] as const;
export type GatewayOperation = (typeof OPERATIONS)[number];

const LoopbackUrl = z.string().refine(isLoopback, 'only this machine is called');
const Code = z.string().regex(/^[a-z_]{1,60}$/);

const Effect = z.discriminatedUnion('fault', [
  z.strictObject({ fault: z.literal('decline'), code: Code, retryable: z.boolean().default(false) }),
  z.strictObject({ fault: z.literal('three_d_secure'), expiresInSeconds: z.number().int().default(900) }),
  /** Bank debit: stays pending until `POST /settle`, `/fail` or, after it settled, `/reverse`. */
  z.strictObject({ fault: z.literal('pending') }),
  /** Never answers. */
  z.strictObject({ fault: z.literal('timeout_before_commit') }),
  z.strictObject({ fault: z.literal('timeout_after_commit') }),
  /** Breaks the connection after the request was read. */
  z.strictObject({ fault: z.literal('drop_before_commit') }),
  z.strictObject({ fault: z.literal('drop_after_commit') }),
  /** Status 401, 429, 409 with `idempotency_key_in_use` or 5xx. */
  z.strictObject({
    fault: z.literal('error_before_commit'),
    status: z.number().int().min(400).max(599).default(500),
    code: Code.default('internal_error'),
  }),
  /** The 500 is what the idempotency store replays from then on, as Stripe's API v1 does. */
  z.strictObject({ fault: z.literal('error_after_commit'), status: z.number().int().min(500).max(599).default(500) }),
  /** Every connection is broken at once. */
  z.strictObject({ fault: z.literal('down') }),
  z.strictObject({ fault: z.literal('slow'), milliseconds: z.number().int().min(0).max(60_000) }),
  /** An answer that no gateway should give. */
  z.strictObject({ fault: z.literal('garbage'), kind: z.enum(['html', 'wrong_shape', 'oversize', 'wrong_amount']) }),
  /** Calls `url` with `{operation, reference, when}`, waits for its answer, then answers or breaks the connection. */
  z.strictObject({
    fault: z.literal('callback'),
    url: LoopbackUrl,
    when: z.enum(['before_commit', 'after_commit']).default('after_commit'),
    afterwards: z.enum(['answer', 'drop']).default('answer'),
  }),
]);
export type Effect = z.infer<typeof Effect>;
export type EffectInput = z.input<typeof Effect>;

const Aim = z.strictObject({
  operation: z.enum(OPERATIONS).optional(),
  reference: z.string().optional(),
  /** Number of calls that it strikes. */
  times: z.number().int().min(1).default(1),
  /** Strikes until `DELETE /script`. */
  untilCleared: z.boolean().default(false),
});

export type Script = EffectInput & z.input<typeof Aim>;

const AIM_FIELDS = ['operation', 'reference', 'times', 'untilCleared'];

interface ArmedFault {
  effect: Effect;
  aim: z.infer<typeof Aim>;
  left: number;
}

export interface FaultScript {
  /** Throws ZodError when the body is no script. */
  add(body: unknown): void;
  take(operation: GatewayOperation, reference: string): Effect | undefined;
  clear(): void;
}

/** An empty script: everything goes well. */
export function faultScript(): FaultScript {
  let armed: ArmedFault[] = [];
  return {
    add(body) {
      const faults = (Array.isArray(body) ? body : [body]).map(armedFault);
      armed.push(...faults);
    },
    take(operation, reference) {
      const fault = armed.find(({ aim }) => fits(aim.operation, operation) && fits(aim.reference, reference));
      if (fault === undefined) return undefined;
      if (!fault.aim.untilCleared) fault.left -= 1;
      armed = armed.filter(({ left }) => left > 0);
      return fault.effect;
    },
    clear() {
      armed = [];
    },
  };
}

const fits = (wanted: string | undefined, actual: string) => wanted === undefined || wanted === actual;

function armedFault(body: unknown): ArmedFault {
  const fields = Object.entries(z.record(z.string(), z.unknown()).parse(body));
  const aim = Aim.parse(Object.fromEntries(fields.filter(([name]) => AIM_FIELDS.includes(name))));
  const effect = Effect.parse(Object.fromEntries(fields.filter(([name]) => !AIM_FIELDS.includes(name))));
  return { effect, aim, left: aim.times };
}
