import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, startTemporal } from 'statechart-host/testing';
import { cacheFolder } from '../../dev/embedded/cache-folder';
import { startMongo } from '../../dev/embedded/mongo-server';
import { STUCK_ATTRIBUTE } from '../../workflows/contract';
import type { DatabaseRoom } from './database-room';
import { Member, type Running } from './member';

/** Temporal and MongoDB on data of their own, at addresses that stay the same over a kill. */
export interface Below {
  temporal: Member;
  temporalAt: { address: string; namespace: string };
  mongo: Member;
  mongoUri: string;
  room: DatabaseRoom;
}

const NAMESPACE = 'default';

/** @throws BackendError as `startTemporal` and `startMongo` do */
export async function startBelow(folder: string, room: DatabaseRoom): Promise<Below> {
  const port = await freePort();
  const temporal = new Member('Temporal', () => launchTemporal(join(folder, 'temporal'), port));
  const mongoPort = await freePort();
  const socket = join(folder, 'mongo.sock');
  let mongoUri = '';
  const mongo = new Member('MongoDB', async () => {
    const server = await startMongo({ dataDir: room.folder, port: mongoPort });
    mongoUri = await lasting(server.uri, socket);
    return running(server);
  });
  await Promise.all([temporal.start(), mongo.start()]);
  const temporalAt = { address: `127.0.0.1:${port}`, namespace: NAMESPACE };
  return { temporal, temporalAt, mongo, mongoUri, room };
}

async function launchTemporal(dataDir: string, port: number): Promise<Running> {
  const searchAttributes = { [STUCK_ATTRIBUTE]: 'Keyword' as const };
  return running(
    await startTemporal({ dataDir, port, namespace: NAMESPACE, searchAttributes, cacheDir: cacheFolder() }),
  );
}

/** @throws Error for a server that is not ours: nothing else is ever killed */
function running({ pid, ended, stop }: Partial<Running> & Pick<Running, 'stop'>): Running {
  if (pid === undefined || ended === undefined) throw new Error('Only a server that was started here may be killed.');
  return { pid, ended, stop };
}

const SOCKET = /^mongodb:\/\/(%2F[^/]*)\//;

/** The engine listens at another socket each time; a link that leads to the latest one is an address that lasts. */
async function lasting(uri: string, link: string): Promise<string> {
  const [, socket] = SOCKET.exec(uri) ?? [];
  if (socket === undefined) return uri;
  await rm(link, { force: true });
  await symlink(decodeURIComponent(socket), link);
  return uri.replace(socket, encodeURIComponent(link));
}
