/**
 * Everything that goes over the wire between callers, hosted machines and their steps: names and shapes, and the two
 * functions that read and make them. It imports no library.
 */

export { type Arrival, arrivalOf, received } from './arrival';
export { BOUNDS } from './bounds';
export type { Carried, CarriedActor, CarriedReference, CarriedTimer, CarriedUpdate, Definition } from './carried';
export { withItsCauses } from './causes';
export { eventFingerprint } from './fingerprint';
export { isStepAnswer, type StepAnswer, type StepCall, type StepFailure, stepActivities } from './step';
export type {
  Foresight,
  HostedPlace,
  HostedView,
  MachineError,
  Objection,
  ProjectedView,
  StateValue,
  Transition,
  WrittenIn,
} from './view';
export {
  BAD_EVENT,
  BAD_MACHINE,
  EVENT_NOT_ALLOWED,
  FORESEE,
  GUARD_FAILED,
  MOVED_ON,
  NUDGE,
  SEND,
  TOO_LARGE,
  TOO_MANY_EVENTS,
  UNTIL_SETTLED,
  UPDATE_ID_TAKEN,
  VIEW,
  WORKFLOW_CANCELLED,
} from './wire';
