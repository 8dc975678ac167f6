import { setTimeout as pause } from 'node:timers/promises';
import { connect } from '../../../store/mongo/connection';
import { isGreeting, openScriptedMongo, type ScriptedMongo } from '../../support/scripted-mongo';

/** Longer than a server that refuses is tried, and shorter than one is looked for. */
const SLOW = 1_000;
/** A server is looked for until then; a busy machine makes it no shorter. */
const LOOKED_FOR = 2_000;
const TRIES = 3;
const NOBODY = '127.0.0.1:1';

describe('a connection to a replica set', () => {
  const open: ScriptedMongo[] = [];
  const scripted = async (answer: Parameters<typeof openScriptedMongo>[0]): Promise<ScriptedMongo> => {
    const server = await openScriptedMongo(answer);
    open.push(server);
    return server;
  };
  afterAll(() => Promise.all(open.map((server) => server.close())));

  it('a connection is made to a slow primary beside a member that is down', async () => {
    const primary = await scripted(async (command) => {
      if (!isGreeting(command)) return {};
      await pause(SLOW);
      const [me, hosts] = [primary.address, [primary.address, NOBODY]];
      return { isWritablePrimary: true, setName: 'rs0', setVersion: 1, me, hosts };
    });
    const connection = await connect(`mongodb://${NOBODY},${primary.address}/?replicaSet=rs0`, {});
    expect(connection.readyState).toBe(1);
    await connection.close();
  });

  it('a connection that is refused late is told of at once', async () => {
    const server = await scripted(async () => {
      await pause(SLOW);
      return null;
    });
    let took = Number.POSITIVE_INFINITY;
    for (let tried = 0; tried < TRIES && took > LOOKED_FOR; tried += 1) {
      const began = performance.now();
      await expect(connect(`mongodb://${server.address}/`, {})).rejects.toMatchObject({ name: 'StoreUnavailable' });
      took = Math.min(took, performance.now() - began);
    }
    expect(took).toBeGreaterThan(SLOW - 1);
    expect(took).toBeLessThan(LOOKED_FOR);
  });
});
