/** Update: waits until the machine has settled, sends nothing. Its argument may name the request that started the machine. */
export const UNTIL_SETTLED = 'untilSettled';
/**
 * Update: sends one event and answers with the settled view. The update id makes it happen once. A second argument is
 * the sequence that the sender has seen: a machine that has moved on since then does not take the event.
 */
export const SEND = 'send';
/** Signal: something outside changed, look again. Never refused, at most counted. */
export const NUDGE = 'nudge';
/** Query: the view as it is now. */
export const VIEW = 'view';
/** Query: what an event would do if it were sent now. Changes nothing, also not the history. */
export const FORESEE = 'foresee';

/** Types of the failures that an update is refused with. */
export const BAD_EVENT = 'BadEvent';
export const EVENT_NOT_ALLOWED = 'EventNotAllowed';
/** A guard or another judge of this event has thrown: the event lacks what it reads, or it has a fault. */
export const GUARD_FAILED = 'GuardFailed';
/** The machine is not where the sender has seen it. */
export const MOVED_ON = 'MovedOn';
/** An event, a view, an input or a context beyond its bound; an answer of a step fails with it too. */
export const TOO_LARGE = 'TooLarge';
/** The update id was used for another event in the last 72 hours. */
export const UPDATE_ID_TAKEN = 'UpdateIdTaken';
/** As many updates as a machine remembers were taken in the last 72 hours. */
export const TOO_MANY_EVENTS = 'TooManyEvents';
/** The workflow was cancelled, and its machine has no event for that. */
export const WORKFLOW_CANCELLED = 'WorkflowCancelled';
/** Type of the failure of a workflow whose machine cannot be hosted. */
export const BAD_MACHINE = 'BadMachine';
