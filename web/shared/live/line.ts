import { createParser } from 'eventsource-parser';

/** How a line stands. */
export type LineStanding =
  | { kind: 'opening' }
  | { kind: 'open' }
  /** It is broken, and trying again has not helped yet. @property since in milliseconds since 1970 */
  | { kind: 'lost'; since: number }
  /** There is no room for it now, or nothing to be had. */
  | { kind: 'refused' };

/** An event of a line. */
interface Told {
  type: string;
  /** JSON. */
  data: string;
}

interface LineParts {
  address: string;
  language: string;
  onEvent(event: Told): void;
  onStanding(standing: LineStanding): void;
  /** Something came, if only a sign that the line is open. */
  onHeard?(): void;
  fetch?: typeof fetch;
  /** For tests. Ends early when it is aborted. */
  pause?(milliseconds: number, ended: AbortSignal): Promise<void>;
  now?(): number;
  /** In milliseconds. The server shows every 15 seconds that a line is open; one that is silent for longer is none. */
  longestSilence?: number;
}

/** Before each further try, in milliseconds; the last one stays. The first is made at once. */
const PAUSES = [0, 1_000, 2_000, 4_000, 8_000];
/** A line that held for so long was no failure, in milliseconds: the next try is made at once again. */
const HELD_FOR = 5_000;
/** Where there was no room, and nobody said when there may be, in seconds. */
const FULL_FOR = 15;

/** @property openedAt null where it never was */
type Ended = { kind: 'broken'; openedAt: number | null } | { kind: 'full'; forSeconds: number } | { kind: 'closed' };

/**
 * Keeps a line of server-sent events open and hands on what is told. Read with fetch, because an EventSource cannot say which language
 * it wants. Whatever breaks it, it is opened again where it was left, ever more rarely.
 *
 * @returns ends it
 */
export function followLine(parts: LineParts): () => void {
  const end = new AbortController();
  void follow(parts, end.signal);
  return () => end.abort();
}

async function follow(parts: LineParts, ended: AbortSignal): Promise<void> {
  const { pause = paused, now = Date.now, onStanding } = parts;
  const line = new Line(parts, ended);
  let tries = 0;
  let lostSince = now();
  onStanding({ kind: 'opening' });
  while (!ended.aborted) {
    const outcome = await line.read();
    if (ended.aborted) return;
    if (outcome.kind === 'broken') {
      const { openedAt } = outcome;
      if (openedAt === null) onStanding({ kind: 'lost', since: lostSince });
      else lostSince = now();
      if (openedAt !== null && now() - openedAt >= HELD_FOR) tries = 0;
      await pause(PAUSES[Math.min(tries, PAUSES.length - 1)] ?? 0, ended);
      tries += 1;
      continue;
    }
    onStanding({ kind: 'refused' });
    if (outcome.kind === 'closed') return;
    await pause(outcome.forSeconds * 1_000, ended);
  }
}

/** One line after the other, each from where the one before it was left. */
class Line {
  readonly #parts: LineParts;
  readonly #ended: AbortSignal;
  #lastId: string | undefined;

  constructor(parts: LineParts, ended: AbortSignal) {
    this.#parts = parts;
    this.#ended = ended;
  }

  async read(): Promise<Ended> {
    const { address, language, onStanding, longestSilence = 40_000 } = this.#parts;
    const { fetch = globalThis.fetch, now = Date.now } = this.#parts;
    const silence = new AbortController();
    let timer = setTimeout(() => silence.abort(), longestSilence);
    const heard = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), longestSilence);
    };
    let openedAt: number | null = null;
    try {
      const headers = new Headers({ Accept: 'text/event-stream', 'Accept-Language': language });
      if (this.#lastId !== undefined) headers.set('Last-Event-ID', this.#lastId);
      const signal = AbortSignal.any([this.#ended, silence.signal]);
      const response = await fetch(address, { headers, signal });
      const { body } = response;
      if (!response.ok || body === null) {
        await body?.cancel();
        return refusalOf(response);
      }
      openedAt = now();
      onStanding({ kind: 'open' });
      await this.#tell(body, heard);
    } catch {
      // Whatever it was, the line is gone, and that is told by how it stands.
    } finally {
      clearTimeout(timer);
    }
    return { kind: 'broken', openedAt };
  }

  async #tell(body: ReadableStream<Uint8Array>, heard: () => void): Promise<void> {
    const parser = createParser({
      onEvent: ({ event = 'message', id, data }) => {
        if (this.#ended.aborted) return;
        this.#lastId = id ?? this.#lastId;
        this.#parts.onEvent({ type: event, data });
      },
    });
    const reader = body.getReader();
    const decoder = new TextDecoder();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      heard();
      this.#parts.onHeard?.();
      parser.feed(decoder.decode(value, { stream: true }));
    }
  }
}

function refusalOf({ status, headers }: Response): Ended {
  if (status === 429 || status === 503) {
    const seconds = Number(headers.get('Retry-After') ?? Number.NaN);
    return { kind: 'full', forSeconds: Number.isFinite(seconds) ? seconds : FULL_FOR };
  }
  // Nothing to be had for whoever asks: reading tells them why. Anything else is of a machine in between.
  return status >= 400 && status < 500 ? { kind: 'closed' } : { kind: 'broken', openedAt: null };
}

const paused = (milliseconds: number, ended: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    ended.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
