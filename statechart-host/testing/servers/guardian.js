// Runs one server on behalf of the process that started this one, and ends it when that process is gone, however it
// went: the channel between the two closes even when the parent is killed. The order comes as JSON in the first argument.

const { spawn } = require('node:child_process');
const { rmSync } = require('node:fs');
const { takeLock } = require('./folder-lock');

const order = JSON.parse(process.argv[2]);
let server;
let release = () => {};

function leave(message) {
  if (order.discard) rmSync(order.discard, { recursive: true, force: true });
  release();
  if (!message || !process.connected) process.exit(0);
  process.send(message, () => process.exit(0));
}

function stop() {
  if (!server) return leave();
  server.kill('SIGTERM');
  setTimeout(() => server.kill('SIGKILL'), order.graceMs).unref();
}

function run() {
  server = spawn(order.command, order.args, { stdio: ['ignore', 'inherit', 'inherit'] });
  server.once('spawn', () => process.send({ kind: 'started', pid: server.pid }, () => {}));
  server.once('error', (error) => leave({ kind: 'refused', message: error.message }));
  server.once('exit', (code, signal) => leave({ kind: 'ended', code, signal }));
}

async function start() {
  if (order.lockFile) {
    const lock = await takeLock(order.lockFile, order.lockWaitMs);
    if (lock.heldBy !== undefined) return leave({ kind: 'locked', heldBy: lock.heldBy });
    release = lock.release;
  }
  if (process.connected) run();
  else leave();
}

process.once('disconnect', stop);
process.on('message', stop);
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, stop);
start().catch((error) => leave({ kind: 'refused', message: error.message }));
