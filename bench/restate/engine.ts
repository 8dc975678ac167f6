import { mkdtemp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort, type GuardedProcess, startGuarded } from 'statechart-host/testing';

const READY_WITHIN_MS = 60_000;
const ASK_AGAIN_MS = 50;

/** The peer's server on loopback, on a folder that is deleted when it ends. */
export interface PeerEngine {
  process: GuardedProcess;
  /** Where clients call services. */
  ingress: string;
  admin: string;
}

/** @param partitions number of partitions; the server's own default when left out */
export async function startPeerEngine(partitions?: number): Promise<PeerEngine> {
  const [ingressPort, adminPort, nodePort] = [await freePort(), await freePort(), await freePort()];
  const folder = await mkdtemp(join(tmpdir(), 'avenant-bench-restate-'));
  const server = await startGuarded({
    name: 'Restate',
    command: serverProgram(),
    args: [
      ...['--no-logo', '--listen-mode', 'tcp', '--bind-ip', '127.0.0.1', '--bind-port', String(nodePort)],
      ...['--advertised-host', '127.0.0.1', '--base-dir', folder, '--log-filter', 'error'],
      ...(partitions === undefined ? [] : ['--default-num-partitions', String(partitions)]),
    ],
    env: {
      RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingressPort}`,
      RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${adminPort}`,
      RESTATE_DISABLE_TELEMETRY: 'true',
    },
    discard: folder,
  });
  const engine = {
    process: server,
    ingress: `http://127.0.0.1:${ingressPort}`,
    admin: `http://127.0.0.1:${adminPort}`,
  };
  await Promise.all([untilAnswering(`${engine.admin}/health`), untilAnswering(`${engine.ingress}/restate/health`)]);
  return engine;
}

function serverProgram(): string {
  const fromPeer = createRequire(join(__dirname, 'package.json'));
  return fromPeer.resolve(`@restatedev/restate-server-${process.platform}-${process.arch}/bin/restate-server`);
}

async function untilAnswering(url: string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    if (Date.now() > deadline) throw new Error(`Restate does not answer at ${url}.`);
    await pause(ASK_AGAIN_MS);
  }
}
