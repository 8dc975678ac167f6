import { AsyncLocalStorage } from 'node:async_hooks';

/** Whom and what work is about: ids alone, never anything of a person. Each line of the log during that work has them. */
export interface Subject {
  requestId?: string;
  tenantId?: string;
  orderId?: string;
  workflowId?: string;
  runId?: string;
  activity?: string;
  attempt?: number;
  /** Names one visit of one step of one order; what it asks of an outside service goes by it too. */
  stepKey?: string;
}

const subjects = new AsyncLocalStorage<Subject>();

/** Does work whose subject is known. */
export const about = <Result>(subject: Subject, work: () => Result): Result => subjects.run(subject, work);

/** The subject of the work under way, which is of nothing outside of any. */
export const subjectNow = (): Readonly<Subject> => subjects.getStore() ?? NOTHING;

/** Says more of the subject of the work under way, once it is known. */
export function noteSubject(more: Subject): void {
  const subject = subjects.getStore();
  if (subject !== undefined) Object.assign(subject, more);
}

const NOTHING: Subject = Object.freeze({});
