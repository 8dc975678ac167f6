import { setTimeout as pause } from 'node:timers/promises';
import { SECOND } from '../../billing/calendar/durations';
import type { MailKey, Outbox } from '../../store/messages/outbox';
import { isStoreUnavailable } from '../../store/mongo/availability';

const AGAIN_AFTER = SECOND;
const TRIES_WHEN_STOPPING = 10;

interface Waiting {
  mail: MailKey;
  written(): void;
  failed(error: unknown): void;
}

/**
 * Writes down which mails were sent. Those that are answered while one write is under way go into the next together, so each
 * is written at once or with the next write, and the database has fewer to do.
 */
export class SentRecords {
  readonly #outbox: Pick<Outbox, 'noteSent'>;
  readonly #clock: () => Date;
  #waiting: Waiting[] = [];
  #isWriting = false;
  #isStopping = false;

  constructor(outbox: Pick<Outbox, 'noteSent'>, clock: () => Date) {
    this.#outbox = outbox;
    this.#clock = clock;
  }

  /** Resolves once it is written. */
  note(mail: MailKey): Promise<void> {
    return new Promise((written, failed) => {
      this.#waiting.push({ mail, written, failed });
      if (!this.#isWriting) void this.#writeAll();
    });
  }

  /** From now on a database that is away is not waited for as long as it takes. */
  stopping(): void {
    this.#isStopping = true;
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      const together = this.#waiting;
      this.#waiting = [];
      try {
        await this.#write(together.map(({ mail }) => mail));
        for (const { written } of together) written();
      } catch (error) {
        for (const { failed } of together) failed(error);
      }
    }
    this.#isWriting = false;
  }

  /** However long the database is away: what is not written down is sent twice. */
  async #write(mails: readonly MailKey[]): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#outbox.noteSent(mails, this.#clock());
      } catch (error) {
        if (!isStoreUnavailable(error) || (this.#isStopping && tries >= TRIES_WHEN_STOPPING)) throw error;
        await pause(AGAIN_AFTER);
      }
    }
  }
}
