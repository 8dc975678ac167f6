/** Callers of hosted machines: a client that knows the types of their statechart. */
export type { CallOptions } from './call-options';
export { retriesUnlessBusy } from './connection-retries';
export type { ForesightOf, ViewOf } from './machine-types';
export {
  type StartOptions,
  type StatechartClient,
  type StatechartClientOptions,
  statechartClient,
} from './statechart-client';
export {
  ANOTHER_WORKFLOW,
  BUSY,
  CALL_FAILED,
  DEADLINE_PASSED,
  MACHINE_FAILING,
  NEVER_COMES,
  NOT_FOUND,
  StatechartError,
  WORKFLOW_FAILED,
  WORKFLOW_TERMINATED,
  WORKFLOW_TIMED_OUT,
} from './statechart-error';
export type { SendOptions, StatechartHandle, WaitedFor } from './statechart-handle';
