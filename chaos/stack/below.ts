import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from 'statechart-host/testing';
import { startMongo } from '../../dev/embedded/mongo-server';
import type { TemporalAt } from '../../dev/stack/temporal';
import type { DatabaseRoom } from './database-room';
import { Member, ours } from './member';
import type { OpenTemporal } from './temporal';

/** Temporal and MongoDB on data of their own, at addresses that stay the same over a kill. */
export interface Below {
  temporal: Member;
  temporalAt: TemporalAt;
  mongo: Member;
  mongoUri: string;
  room: DatabaseRoom;
  stop(): Promise<void>;
}

/** @throws BackendError as `startMongo` does, and whatever opens Temporal */
export async function startBelow(folder: string, room: DatabaseRoom, openTemporal: OpenTemporal): Promise<Below> {
  const { at: temporalAt, launch, close } = await openTemporal(join(folder, 'temporal'));
  const temporal = new Member('Temporal', launch);
  const mongoPort = await freePort();
  const socket = join(folder, 'mongo.sock');
  let mongoUri = '';
  const mongo = new Member('MongoDB', async () => {
    const server = await startMongo({ dataDir: room.folder, port: mongoPort });
    mongoUri = await lasting(server.uri, socket);
    return ours(server);
  });
  await Promise.all([temporal.start(), mongo.start()]);
  const stop = async (): Promise<void> => {
    await Promise.all([temporal.stop(), mongo.stop()]);
    await close();
  };
  return { temporal, temporalAt, mongo, mongoUri, room, stop };
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
