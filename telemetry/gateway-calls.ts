import { present } from '../billing/present';
import type { Metrics } from './metrics/metrics';
import { inSpan, isTraced, SpanKind } from './traces/spans';

interface GatewayCall {
  gateway: string;
  operation: string;
  /** By which the outside service tells a repeated call from a new one. */
  stepKey?: string;
}

/** Does a call to an outside service, and sees how long it takes and what comes of it. */
export type WatchCall = <Result>(call: GatewayCall, run: () => Promise<Result>) => Promise<Result>;

/** Names of the functions of a port that ask its service for something. */
type Operation<Port> = {
  [Name in keyof Port]: Port[Name] extends (...input: never[]) => Promise<unknown> ? Name & string : never;
}[keyof Port];

/**
 * A gateway each of whose calls is seen. Its adapter knows nothing of that.
 *
 * @param operations those of its functions that ask the service
 */
export function watchedGateway<Port extends object>(
  gateway: string,
  port: Port,
  operations: readonly Operation<Port>[],
  watch: WatchCall,
): Port {
  const watched = Object.fromEntries(
    operations.map((operation) => {
      const call = port[operation] as (...input: unknown[]) => Promise<unknown>;
      return [
        operation,
        (...input: unknown[]) => watch({ gateway, operation, ...stepKeyIn(input[0]) }, () => call.apply(port, input)),
      ];
    }),
  );
  return new Proxy(port, {
    get(target, name) {
      if (typeof name === 'string' && Object.hasOwn(watched, name)) return watched[name];
      const value: unknown = Reflect.get(target, name, target);
      // Private fields are those of the gateway itself.
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function stepKeyIn(asked: unknown): { stepKey?: string } {
  if (typeof asked !== 'object' || asked === null) return {};
  const { reference } = asked as { reference?: unknown };
  return typeof reference === 'string' ? { stepKey: reference } : {};
}

const WORD = /^[a-z_]{1,40}$/;

/** The answer of a gateway in one word, out of those that its port has. */
function outcomeOf(answer: unknown): string {
  if (typeof answer !== 'object' || answer === null) return 'answered';
  const { status, outcome } = answer as { status?: unknown; outcome?: unknown };
  const word = status ?? outcome;
  return typeof word === 'string' && WORD.test(word) ? word : 'answered';
}

/** Calls as spans of what asks for them, measured where anything is counted. */
export function watchedCalls(metrics: Metrics | null): WatchCall {
  const measured = measuredCalls(metrics);
  return (call, run) => {
    if (!isTraced()) return measured(call, run);
    const { gateway, operation, stepKey } = call;
    const attributes = present({
      'avenant.gateway': gateway,
      'avenant.operation': operation,
      'avenant.step_key': stepKey,
    });
    return inSpan(`${gateway} ${operation}`, { kind: SpanKind.CLIENT, attributes }, async (span) => {
      const answer = await measured(call, run);
      span.setAttribute('avenant.outcome', outcomeOf(answer));
      return answer;
    });
  };
}

/** Measures calls; nothing where nothing is counted. */
function measuredCalls(metrics: Metrics | null): WatchCall {
  if (metrics === null) return (_, run) => run();
  return async ({ gateway, operation }, run) => {
    const end = metrics.gatewayCallDuration.startTimer({ gateway, operation });
    let outcome = 'threw';
    try {
      const answer = await run();
      outcome = outcomeOf(answer);
      return answer;
    } finally {
      end({ outcome });
    }
  };
}
