import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What happens to a call that is sent over the line, in the middle of it. */
export type Fault =
  /** The connection is reset. */
  | 'cut'
  /** The other side says that it sends nothing more. */
  | 'half closed'
  /** The call is swallowed: no answer comes, while the server can be seen to be well. */
  | 'silent'
  /** Nobody reads the call: it does not even leave this process when it is long. */
  | 'stalled';

/** A line between a store and a MongoDB that a test breaks. */
export interface BrokenLine {
  /** An address of MongoDB, by this line. */
  uri: string;
  /** From now on this happens to every call; null mends the line. */
  break(fault: Fault | null): void;
  /** The number of calls that were broken off so far. */
  broken(): number;
  close(): Promise<void>;
}

/** Opens a line on this machine to the MongoDB at an address of one server. */
export async function openBrokenLine(uri: string): Promise<BrokenLine> {
  const { target, query } = addressIn(uri);
  const open = new Set<Socket>();
  let fault: Fault | null = null;
  let broken = 0;
  const line = createServer((near) => {
    const far = connect(target);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => open.delete(socket));
    }
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    far.on('data', (answer) => near.write(answer));
    near.on('data', (call) => {
      if (fault === null || isHeartbeat(call)) return void far.write(call);
      broken += 1;
      if (fault === 'cut') near.resetAndDestroy();
      else if (fault === 'half closed') near.end();
      else if (fault === 'stalled') near.pause();
    });
  });
  await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve));
  const { port } = line.address() as AddressInfo;
  return {
    uri: `mongodb://127.0.0.1:${port}/${query}`,
    break: (next) => {
      fault = next;
    },
    broken: () => broken,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => line.close(resolve));
    },
  };
}

function addressIn(uri: string): { target: { path: string } | { host: string; port: number }; query: string } {
  const [, server = '', query = ''] = /^mongodb:\/\/([^/]+)\/(.*)$/.exec(uri) ?? [];
  const name = decodeURIComponent(server);
  if (name.startsWith('/')) return { target: { path: name }, query };
  const { hostname, port } = new URL(`tcp://${name}`);
  return { target: { host: hostname, port: Number(port || 27_017) }, query };
}

/** The driver greets each connection, and asks in between whether the server is well. */
const isHeartbeat = (call: Buffer): boolean =>
  call.includes('hello\0') || call.includes('ismaster\0') || call.includes('isMaster\0');
