import { type AddressInfo, createServer, type Socket } from 'node:net';
import { mongo } from 'mongoose';

/** A command, as the driver sends it: its name is the first of its fields. */
type Command = Record<string, unknown>;

/** A server that speaks MongoDB's protocol and knows nothing but what a test has it say. */
export interface ScriptedMongo {
  port: number;
  /** host:port */
  address: string;
  close(): Promise<void>;
}

const { serialize, deserialize } = mongo.BSON;

/** Of MongoDB's wire protocol: the header of each message, and its kinds. */
const HEADER = 16;
const [REPLY, QUERY, MESSAGE] = [1, 2_004, 2_013];

/** What a server of these days says of itself; merged into what it says to a greeting. */
const OF_THESE_DAYS = { minWireVersion: 0, maxWireVersion: 25, maxBsonObjectSize: 16_777_216, ok: 1 };

/**
 * Listens on this machine.
 *
 * @param answer to a command, a greeting among them; null hangs up
 */
export async function openScriptedMongo(
  answer: (command: Command) => object | null | Promise<object | null>,
): Promise<ScriptedMongo> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
    let read = Buffer.alloc(0);
    socket.on('data', async (more) => {
      read = Buffer.concat([read, more]);
      while (read.length >= HEADER && read.length >= read.readInt32LE(0)) {
        const message = read.subarray(0, read.readInt32LE(0));
        read = read.subarray(message.length);
        const said = await answer(commandIn(message));
        if (said === null) return void socket.destroy();
        socket.write(replyTo(message, { ...OF_THESE_DAYS, ...said }));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    address: `127.0.0.1:${port}`,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Whether a command is how the driver greets a server and looks whether it is well. */
export const isGreeting = (command: Command): boolean =>
  'hello' in command || 'ismaster' in command || 'isMaster' in command;

/** A greeting is sent by the old kind of message, which names a collection before it, and all else by the new one. */
function commandIn(message: Buffer): Command {
  if (kindOf(message) === MESSAGE) return deserialize(message.subarray(HEADER + 5));
  const collection = message.indexOf(0, HEADER + 4);
  return deserialize(message.subarray(collection + 1 + 8));
}

function replyTo(message: Buffer, said: object): Buffer {
  const isOld = kindOf(message) === QUERY;
  // Of the old kind: flags, a cursor, where it starts, and that there is one document; of the new one flags and its section.
  const before = isOld ? Buffer.from([...new Array(16).fill(0), 1, 0, 0, 0]) : Buffer.alloc(5);
  const body = Buffer.concat([before, serialize(said)]);
  const header = Buffer.alloc(HEADER);
  header.writeInt32LE(HEADER + body.length, 0);
  header.writeInt32LE(message.readInt32LE(4), 8);
  header.writeInt32LE(isOld ? REPLY : MESSAGE, 12);
  return Buffer.concat([header, body]);
}

const kindOf = (message: Buffer): number => message.readInt32LE(12);
