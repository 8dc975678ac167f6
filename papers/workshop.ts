import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { SECOND } from '../billing/calendar/durations';
import type { Receipt } from '../receipts/receipt';
import { KeptPapers } from './kept-papers';

/** A paper cannot be made now: too many are asked for, or it takes too long. It may be asked for again. */
export class PapersOverloaded extends Error {
  override readonly name = 'PapersOverloaded';
}

/** What the thread answers. */
type Done = { bytes: Uint8Array } | { failure: string };

/** Pieces of work that are asked for at a time; the longest takes a second or two. */
const MOST_WAITING = 20;
/** A piece that is not done by then is given up, and its thread with it. */
const LONGEST = 20 * SECOND;
/** Without work for so long, the thread and its memory are given back. */
const IDLE = 60 * SECOND;
/** Whatever is made of the largest order takes far less. */
const HEAP_MEBIBYTES = 128;

/** The PDFs of some hundred usual receipts. */
const MOST_KEPT = 16 * 1024 * 1024;

/**
 * A thread for what takes long by the size of what it is made from: whoever asks for it waits, and nobody else does.
 * It begins with the first piece of work, and does one after the other. A receipt that is asked for again is not set again.
 */
export class Workshop {
  #thread: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();
  readonly #kept = new KeptPapers(MOST_KEPT);
  readonly #underWay = new Map<string, Promise<Buffer>>();
  #made = 0;

  /** Papers that the thread has made. */
  get made(): number {
    return this.#made;
  }

  /** @throws PapersOverloaded */
  receiptAsPdf(receipt: Receipt): Promise<Buffer> {
    const key = createHash('sha256').update(JSON.stringify(receipt)).digest('base64');
    const kept = this.#kept.find(key);
    if (kept !== undefined) return Promise.resolve(kept);
    const underWay = this.#underWay.get(key) ?? this.#set(key, receipt);
    this.#underWay.set(key, underWay);
    return underWay;
  }

  async #set(key: string, receipt: Receipt): Promise<Buffer> {
    try {
      const pdf = await this.#inTurn(receipt);
      this.#kept.keep(key, pdf);
      return pdf;
    } finally {
      this.#underWay.delete(key);
    }
  }

  async #inTurn(receipt: Receipt): Promise<Buffer> {
    if (this.#waiting >= MOST_WAITING) throw new PapersOverloaded('Too much waits for the workshop.');
    this.#waiting += 1;
    const turn = this.#last.then(() => this.#work(receipt));
    this.#last = turn.catch(() => undefined);
    try {
      return await turn;
    } catch (cause) {
      throw new PapersOverloaded('The workshop could not make it.', { cause });
    } finally {
      this.#waiting -= 1;
    }
  }

  /** Ends the thread, whatever it is at. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.terminate();
  }

  async #work(receipt: Receipt): Promise<Buffer> {
    clearTimeout(this.#idle);
    this.#thread ??= newThread();
    try {
      const done = await answerOf(this.#thread, receipt);
      if ('failure' in done) throw new Error(done.failure);
      this.#made += 1;
      this.#idle = setTimeout(() => void this.close(), IDLE).unref();
      return Buffer.from(done.bytes.buffer, done.bytes.byteOffset, done.bytes.byteLength);
    } catch (error) {
      await this.close();
      throw error;
    }
  }
}

/** Does not keep the process: whoever waits for its work does. */
function newThread(): Worker {
  const thread = new Worker(join(__dirname, 'thread.js'), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEBIBYTES },
  });
  thread.unref();
  return thread;
}

/** Rejects when the thread ends, or takes too long. */
function answerOf(thread: Worker, receipt: Receipt): Promise<Done> {
  let late: NodeJS.Timeout | undefined;
  const answer = new Promise<Done>((resolve, reject) => {
    late = setTimeout(() => reject(new Error('The workshop takes too long.')), LONGEST);
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', () => reject(new Error('The thread of the workshop has ended.')));
    thread.postMessage(receipt);
  });
  return answer.finally(() => {
    clearTimeout(late);
    for (const event of ['message', 'error', 'exit']) thread.removeAllListeners(event);
    // Nobody waits for it, and a thread that fails then must not end the process.
    thread.on('error', () => undefined);
  });
}
