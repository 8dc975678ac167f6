import type { WorkflowHandle } from '@temporalio/client';
import {
  type ReplayResult,
  type ReplayWorkerOptions,
  Worker,
  type WorkerOptions,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import { processorTime } from '../report/processor-time';

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

/** Milliseconds for one replay of a history. */
export interface ReplayTime {
  elapsed: number;
  /** Processor time of this process: the sandbox, the SDK and its core. */
  processor: number;
}

/** Replays one history again and again on a worker thread, as a worker does that has lost its cache. */
export class Replayer {
  readonly events: number;
  readonly #replays: AsyncIterator<ReplayResult>;
  #isClosed = false;

  constructor(workflowBundle: WorkflowBundleWithSourceMap, history: History, workflowId: string) {
    this.events = history.events?.length ?? 0;
    const again = async function* (isClosed: () => boolean) {
      while (!isClosed()) yield { workflowId, history };
    };
    // Replays run in the main thread unless told otherwise; a real worker has a thread of its own and a watchdog.
    const options: ReplayWorkerOptions & Pick<WorkerOptions, 'debugMode'> = { workflowBundle, debugMode: false };
    const replays = Worker.runReplayHistories(
      options,
      again(() => this.#isClosed),
    );
    this.#replays = replays[Symbol.asyncIterator]();
  }

  /** @throws Error when the history does not lead where the code leads */
  async replay(times: number): Promise<ReplayTime> {
    const [began, before] = [performance.now(), processorTime() ?? 0];
    for (let count = 0; count < times; count += 1) {
      const { value } = await this.#replays.next();
      if (value?.error) throw value.error;
    }
    return {
      elapsed: (performance.now() - began) / times,
      processor: ((processorTime() ?? 0) - before) / times,
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#replays.next();
  }
}
