import { once } from 'node:events';
import { createServer, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { createEndpointHandler } from '@restatedev/restate-sdk';
import { xstate } from '@restatedev/xstate';
import { peerMachine } from './machine';

export const SERVICE = 'order';

/** Serves the order to the peer's engine, in this process as our worker is. */
export async function startService(): Promise<{ port: number; stop(): Promise<void> }> {
  fillInPromises();
  const services = [xstate(SERVICE, peerMachine())];
  const server = createServer(createEndpointHandler({ services, logger: () => {} }));
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => sessions.add(session));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    for (const session of sessions) session.destroy();
    server.close();
    await once(server, 'close');
  };
  return { port, stop };
}

/** The peer's SDK needs `Promise.withResolvers`, which Node 20 does not have; without it calls never return. */
function fillInPromises(): void {
  if ('withResolvers' in Promise) return;
  const withResolvers = () => {
    const parts: { resolve?: unknown; reject?: unknown } = {};
    const promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
    return { promise, ...parts };
  };
  Object.defineProperty(Promise, 'withResolvers', { value: withResolvers });
}
