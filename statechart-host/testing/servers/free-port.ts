import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/**
 * @param hint how to choose another one
 * @throws Error in words for the person at the terminal when somebody listens at the port already
 */
export async function requireFreePort(port: number, hint: string): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening').catch(({ code }: NodeJS.ErrnoException) => {
    throw new Error(`Port ${port} cannot be used (${code}). ${hint}`);
  });
  server.close();
  await once(server, 'close');
}

/** A TCP port of 127.0.0.1 that nobody uses now. Somebody may before the caller does, so be ready to ask again. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
