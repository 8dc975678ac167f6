import { z } from 'zod';
import { failure, type SandboxReply } from '../sandbox-server';

const Times = z.number().int().min(1).default(1);

/** The body of the fulfilment sandbox's `POST /script`: faults of the next calls, of either kind. */
export const FulfilmentFault = z.discriminatedUnion('fault', [
  z.strictObject({ fault: z.literal('refuse'), code: z.string(), times: Times }),
  z.strictObject({
    fault: z.enum([
      'error_before_commit',
      'error_after_commit',
      'timeout_before_commit',
      'timeout_after_commit',
      'drop_before_commit',
      'drop_after_commit',
      'too_many_requests',
      'garbage',
    ]),
    times: Times,
  }),
]);
export type FulfilmentFault = z.infer<typeof FulfilmentFault>;
export type FulfilmentFaultInput = z.input<typeof FulfilmentFault>;

/** The fault of the next call, used up by it. */
export function takeFault(faults: FulfilmentFault[]): FulfilmentFault | undefined {
  const [fault] = faults;
  if (fault === undefined) return undefined;
  fault.times -= 1;
  if (fault.times === 0) faults.shift();
  return fault;
}

/** Takes or looks up an order, with the fault around it. */
export function withFault(fault: FulfilmentFault | undefined, commit: () => SandboxReply): SandboxReply {
  switch (fault?.fault) {
    case 'refuse':
      return failure(422, fault.code);
    case 'too_many_requests':
      return failure(429, 'too_many_requests');
    case 'error_before_commit':
      return failure(500, 'internal_error');
    case 'timeout_before_commit':
      return { kind: 'hang' };
    case 'drop_before_commit':
      return { kind: 'drop' };
    default:
      return afterwards(fault, commit());
  }
}

function afterwards(fault: FulfilmentFault | undefined, reply: SandboxReply): SandboxReply {
  switch (fault?.fault) {
    case 'error_after_commit':
      return failure(500, 'internal_error');
    case 'timeout_after_commit':
      return { kind: 'hang' };
    case 'drop_after_commit':
      return { kind: 'drop' };
    case 'garbage':
      return { kind: 'text', status: 200, type: 'text/html', text: '<html>Service busy</html>' };
    default:
      return reply;
  }
}
