import { workflowInfo } from '@temporalio/workflow';
import type { WrittenIn } from '../contract/view';

/**
 * The workflow task that is under way. Local steps move the time of a workflow on within a task, so its beginning is noted with
 * the first thing that happens in it.
 */
export class ThisTask {
  #startedEvent = -1;
  #startedAt = '';

  constructor() {
    this.note();
  }

  /** Anything may be the first. */
  note(): void {
    const { historyLength } = workflowInfo();
    if (historyLength === this.#startedEvent) return;
    this.#startedEvent = historyLength;
    this.#startedAt = new Date().toISOString();
  }

  writtenIn(): WrittenIn {
    this.note();
    const { runId, runStartTime } = workflowInfo();
    const begun = { startedEvent: this.#startedEvent, startedAt: this.#startedAt };
    return { run: runId, runStartedAt: runStartTime.toISOString(), ...begun };
  }
}
