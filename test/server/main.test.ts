import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { testBackends } from '../support/backends';
import { PATIENCE, within } from '../support/within';

const ROOT = join(__dirname, '..', '..');

function startServer(environment: Record<string, string>): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'server', 'main.ts')], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The address in the line that says it listens. */
async function addressOf(server: ChildProcess): Promise<string> {
  if (server.stdout === null) throw new Error('The output of the server is piped.');
  for await (const line of createInterface(server.stdout)) {
    const { msg, facts } = JSON.parse(line);
    if (msg === 'listening') return `http://127.0.0.1:${facts.address.port}`;
  }
  throw new Error('The server ended before it listened.');
}

const exitOf = async (server: ChildProcess): Promise<number | null> => {
  const [code] = await within(PATIENCE, once(server, 'exit'), 'the end of the server');
  return code as number | null;
};

describe('the API as a process', () => {
  it('the API starts, is ready, and leaves when it is asked to', async () => {
    const { mongo, temporal } = testBackends();
    const server = startServer({
      AVENANT_ENV: 'test',
      PORT: '0',
      MONGODB_URI: mongo,
      MONGODB_DATABASE: `main-${randomUUID().slice(0, 8)}`,
      TEMPORAL_ADDRESS: temporal,
      AVENANT_SECRET: randomUUID(),
    });
    const ended = exitOf(server);
    const said: string[] = [];
    server.stdout?.on('data', (chunk) => said.push(String(chunk)));
    const url = await within(PATIENCE, addressOf(server), 'listening');
    const ready = await fetch(`${url}/readyz`);
    const unset = ['AVENANT_SEARCH_SECRET', 'AVENANT_MAIL_URL'];
    for (const name of unset) expect(said.join('')).toContain(`${name} is not set`);
    expect([ready.status, await ready.json()]).toEqual([200, expect.objectContaining({ status: 'pass', unset })]);
    expect((await fetch(`${url}/v1/changes`)).status).toBe(401);
    server.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('the API says what is missing in its environment and does not start', async () => {
    const server = startServer({ PORT: '0' });
    const said: string[] = [];
    server.stdout?.on('data', (chunk) => said.push(String(chunk)));
    expect(await exitOf(server)).toBe(2);
    expect(said.join('')).toMatch(/MONGODB_URI[\s\S]*TEMPORAL_ADDRESS[\s\S]*AVENANT_SECRET/);
    expect(said.join('')).not.toContain('at readConfig');
  });
});
