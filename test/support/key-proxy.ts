import {
  connect,
  constants,
  createSecureServer,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { Certified } from '../../dev/temporal-server/authority';
import type { OpenProxy } from './tls-proxy';

/** A refusal of gRPC, as a cloud in front of Temporal gives it: UNAUTHENTICATED, or PERMISSION_DENIED. */
export interface KeyRefusal {
  status: 16 | 7;
  message: string;
}

/** Takes TLS, and lets only calls through to a Temporal that carry an API key. */
export async function openKeyProxy(
  to: string,
  { shows, key, refusal }: { shows: Certified; key: string; refusal: KeyRefusal },
): Promise<OpenProxy> {
  const temporal = connect(`http://${to}`);
  temporal.on('error', () => {});
  const sessions = new Set<ServerHttp2Session>();
  const proxy = createSecureServer({ cert: shows.crt, key: shows.key });
  proxy.on('session', (session) => {
    sessions.add(session);
    session.on('error', () => {});
    session.on('close', () => sessions.delete(session));
  });
  proxy.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    if (headers.authorization === `Bearer ${key}`) return handOn(stream, headers);
    const refused = { 'grpc-status': String(refusal.status), 'grpc-message': refusal.message };
    stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...refused }, { endStream: true });
  });

  function handOn(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    const call = temporal.request(headers);
    let trailers: IncomingHttpHeaders = {};
    call.on('error', () => stream.close());
    stream.on('close', () => call.close());
    call.on('response', (answer, flags) => {
      const isAll = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
      if (!stream.destroyed) stream.respond(answer, isAll ? { endStream: true } : { waitForTrailers: true });
    });
    call.on('trailers', (last) => {
      trailers = last;
    });
    stream.on('wantTrailers', () => stream.sendTrailers(trailers));
    stream.pipe(call);
    call.pipe(stream);
  }

  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  return {
    port,
    address: `127.0.0.1:${port}`,
    async close() {
      for (const session of sessions) session.destroy();
      temporal.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
