import { WorkflowExecutionAlreadyStartedError, type WorkflowOptions } from '@temporalio/client';
import type { AnyStateMachine, ContextFrom } from 'xstate';
import { busy, meaningOfFailure } from './call-failures';
import { type CallOptions, instantOf, refuseBeyondBound } from './call-options';
import { MachineCalls, type TemporalAccess } from './machine-calls';
import type { WithInput } from './machine-types';
import { DEADLINE_PASSED, StatechartError } from './statechart-error';
import { StatechartHandle } from './statechart-handle';

/** Where the machines of one kind are found. */
export interface StatechartClientOptions {
  client: TemporalAccess;
  /** Name of the workflow that hosts the machine. */
  workflowType: string;
  taskQueue: string;
}

/** The workflow's own options are passed on; those that keep a machine from being started twice are not among them. */
type WorkflowStart = Omit<WorkflowOptions, 'workflowId' | 'taskQueue' | 'workflowIdConflictPolicy' | 'followRuns'>;

interface Start extends WorkflowStart, CallOptions {
  /** Id of the machine and of its workflow. */
  id: string;
}

export type StartOptions<Machine extends AnyStateMachine> = Start & WithInput<Machine>;

/** Starts and finds the machines of one kind. */
export interface StatechartClient<Machine extends AnyStateMachine, Details = ContextFrom<Machine>> {
  /**
   * Starts a machine. Where one was started under this id, also one that has ended since, that one is meant: a start whose
   * answer was lost is made again without harm. `workflowIdReusePolicy: 'ALLOW_DUPLICATE'` starts another after the end.
   *
   * @throws StatechartError `TooLarge` for an input of more than 256 kB; `AnotherWorkflow`; `DeadlinePassed`
   */
  start(options: StartOptions<Machine>): Promise<StatechartHandle<Machine, Details>>;
  /** The machine with this id; whether there is one shows with the first call. */
  get(id: string): StatechartHandle<Machine, Details>;
}

/**
 * A client for the machines of one kind, with the types of their statechart:
 * `statechartClient<typeof parcelMachine>({ client, workflowType: 'parcel', taskQueue: 'parcels' })`.
 *
 * The second type is what the host's `details` tells; without it the context.
 */
export function statechartClient<Machine extends AnyStateMachine, Details = ContextFrom<Machine>>({
  client,
  workflowType,
  taskQueue,
}: StatechartClientOptions): StatechartClient<Machine, Details> {
  const get = (id: string) => new StatechartHandle<Machine, Details>(client, id, workflowType);
  return {
    get,
    async start({ id, input, deadline, ...options }: Start & { input?: unknown }) {
      refuseBeyondBound('input', input);
      const start = {
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        ...options,
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowId: id,
        taskQueue,
        args: input === undefined ? [] : [input],
      } as const;
      const by = instantOf(deadline);
      try {
        await client.withDeadline(by, () => client.workflow.start(workflowType, start));
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw startFailed(error, by);
      }
      // A server does not say whether it has started this one or found another.
      await new MachineCalls(client, id, workflowType).standing();
      return get(id);
    },
  };
}

function startFailed(cause: unknown, by: number): StatechartError {
  const meaning = meaningOfFailure(cause, by);
  if (meaning instanceof StatechartError) return meaning;
  if (meaning === 'no room') return busy(cause);
  const words = 'The start was not answered in time. Start it again under the same id: it is not started twice.';
  return new StatechartError(DEADLINE_PASSED, words, {}, { cause });
}
