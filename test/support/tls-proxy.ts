import { type AddressInfo, connect, type NetConnectOpts, type Socket } from 'node:net';
import { createServer } from 'node:tls';
import type { Certified } from '../../dev/temporal-server/authority';

export interface TlsProxyOptions {
  /** What it shows of itself. */
  shows: Certified;
  /** The authority, as PEM, of the client certificates that it demands; none is demanded when left out. */
  demands?: string;
  /** Protocols that it agrees to by ALPN; left out, it does not know ALPN. */
  protocols?: string[];
}

/** A proxy on this machine. */
export interface OpenProxy {
  port: number;
  /** host:port */
  address: string;
  close(): Promise<void>;
}

/** Takes TLS from whoever calls and hands what is in it to a server that does not know it. */
export async function openTlsProxy(to: NetConnectOpts, options: TlsProxyOptions): Promise<OpenProxy> {
  const { shows, demands, protocols } = options;
  const open = new Set<Socket>();
  const proxy = createServer(
    {
      cert: shows.crt,
      key: shows.key,
      ...(demands === undefined ? {} : { ca: demands, requestCert: true, rejectUnauthorized: true }),
      ...(protocols === undefined ? {} : { ALPNProtocols: protocols }),
    },
    (near) => {
      const far = connect(to);
      for (const socket of [near, far]) {
        open.add(socket);
        socket.on('error', () => {});
        socket.on('close', () => open.delete(socket));
      }
      near.on('close', () => far.destroy());
      far.on('close', () => near.destroy());
      near.pipe(far);
      far.pipe(near);
    },
  );
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  return {
    port,
    address: `127.0.0.1:${port}`,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}

/** A server of this machine, by its host:port. */
export function serverAt(address: string): NetConnectOpts {
  const { hostname, port } = new URL(`tcp://${address}`);
  return { host: hostname, port: Number(port) };
}
