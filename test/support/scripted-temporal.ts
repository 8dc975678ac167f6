import { createServer, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { OpenProxy } from './tls-proxy';

/** What a call is answered with: a status of HTTP, or of gRPC with a message; 0 is well, and an answer in which nothing is said. */
export type ScriptedAnswer = { http: number } | { status: number; message?: string };

/** The empty message of gRPC: not compressed, and of no length. */
const NOTHING_SAID = Buffer.alloc(5);

/**
 * A server in plain text on this machine that speaks gRPC as Temporal does and knows nothing but what a test has it say.
 *
 * @param answer to a call, by the name of its method
 */
export async function openScriptedTemporal(
  answer: (method: string) => ScriptedAnswer | Promise<ScriptedAnswer>,
): Promise<OpenProxy> {
  const sessions = new Set<ServerHttp2Session>();
  const server = createServer();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('error', () => {});
    session.on('close', () => sessions.delete(session));
  });
  server.on('stream', async (stream, headers) => {
    stream.on('error', () => {});
    stream.resume();
    const said = await answer(String(headers[':path']).split('/').at(-1) ?? '');
    if (stream.destroyed) return;
    if ('http' in said) return stream.respond({ ':status': said.http }, { endStream: true });
    const trailers = { 'grpc-status': String(said.status), 'grpc-message': said.message ?? '' };
    const head = { ':status': 200, 'content-type': 'application/grpc' };
    if (said.status !== 0) return stream.respond({ ...head, ...trailers }, { endStream: true });
    stream.on('wantTrailers', () => stream.sendTrailers(trailers));
    stream.respond(head, { waitForTrailers: true });
    stream.end(NOTHING_SAID);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    address: `127.0.0.1:${port}`,
    async close() {
      for (const session of sessions) session.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
