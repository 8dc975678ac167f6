import { Session } from 'node:inspector';

interface Answer {
  id?: number;
  result?: { usedSize?: number };
}

/** The heaps of the worker threads of this process, read over the inspector: a thread tells nobody else. */
export class ThreadHeaps {
  readonly #session = new Session();
  readonly #threads: string[] = [];
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #asked = 0;

  /** Sees threads that run already and those that start later. */
  async open(): Promise<void> {
    this.#session.connect();
    this.#session.on('NodeWorker.attachedToWorker', ({ params }) => this.#threads.push(params.sessionId));
    this.#session.on('NodeWorker.receivedMessageFromWorker', ({ params }) => {
      const answer = JSON.parse(params.message) as Answer;
      this.#waiting.get(answer.id ?? 0)?.(answer);
    });
    await new Promise((resolve) => this.#session.post('NodeWorker.enable', { waitForDebuggerOnStart: false }, resolve));
  }

  /** Bytes in use after a collection, all threads together. */
  async used(): Promise<number> {
    let bytes = 0;
    for (const sessionId of this.#threads) {
      await this.#ask(sessionId, 'HeapProfiler.collectGarbage');
      bytes += (await this.#ask(sessionId, 'Runtime.getHeapUsage')).result?.usedSize ?? 0;
    }
    return bytes;
  }

  close(): void {
    this.#session.disconnect();
  }

  #ask(sessionId: string, method: string): Promise<Answer> {
    this.#asked += 1;
    const id = this.#asked;
    const answered = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve));
    this.#session.post('NodeWorker.sendMessageToWorker', { sessionId, message: JSON.stringify({ id, method }) });
    return answered;
  }
}
