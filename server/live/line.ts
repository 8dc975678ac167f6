import type { ServerResponse } from 'node:http';

/** A viewer who does not read what it is sent has this much waiting at most, then the line is cut: it may come back. */
const MOST_WAITING_BYTES = 256 * 1024;
/** A viewer who looks longer is authenticated again: the browser comes back by itself. */
export const LONGEST_MS = 15 * 60_000;
const COME_BACK_AFTER_MS = 2_000;

/** One open line to a viewer: server-sent events. */
interface LiveLine {
  send(event: string, id: string | null, data: string): void;
  beat(now: number): void;
  end(): void;
}

export function openLine(response: ServerResponse, onClosed: () => void): LiveLine {
  const until = Date.now() + LONGEST_MS;
  response.once('close', onClosed);
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  // Whoever asks for the headers alone has them.
  if (response.req.method === 'HEAD') response.end();
  const write = (text: string): void => {
    if (response.destroyed || response.writableEnded) return;
    if (response.writableLength > MOST_WAITING_BYTES) response.destroy();
    else response.write(text);
  };
  write(`retry: ${COME_BACK_AFTER_MS}\n\n`);
  return {
    // JSON holds no line breaks, so one data line is enough.
    send: (event, id, data) => write(`event: ${event}\n${id === null ? '' : `id: ${id}\n`}data: ${data}\n\n`),
    beat: (now) => (now > until ? response.end() : write(': still here\n\n')),
    end: () => response.end(),
  };
}
