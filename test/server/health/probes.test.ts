import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { healthRouter } from '../../../server/api/health';
import { logRequests } from '../../../server/http/logging';
import { measureRequests } from '../../../server/http/measuring';
import { newLogger } from '../../../telemetry/logs/logger';
import { newMetrics } from '../../../telemetry/metrics/metrics';

describe('probes', () => {
  const build = { version: '1', build: 'b' };
  let server: Server;
  let calls: string[];
  let lines: string[];
  let isReached: boolean;
  const readiness = { accepting: true };
  const metrics = newMetrics(build);

  beforeEach(async () => {
    [calls, lines, isReached, readiness.accepting] = [[], [], true, true];
    const answer = async <Found>(what: string, found: Found): Promise<Found> => {
      calls.push(what);
      if (!isReached) throw new Error('away');
      return found;
    };
    const app = express();
    const to = { write: (line: string) => void lines.push(line) };
    app.use(measureRequests(metrics), logRequests(newLogger({ name: 'api', level: 'info', build }, to)));
    app.use(
      healthRouter({
        ...{ readiness, build, unset: [] },
        store: { ping: () => answer('store', undefined) },
        temporal: { lacks: () => answer('temporal', []) },
      }),
    );
    server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    jest.useRealTimers();
    server.closeAllConnections();
    server.close();
  });

  const get = async (path: string): Promise<number> => {
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}${path}`);
    await answer.text();
    return answer.status;
  };

  it('many who ask whether it is ready cost one look a second', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
    const statuses = await Promise.all(Array.from({ length: 20 }, () => get('/readyz')));
    expect([new Set(statuses), calls]).toEqual([new Set([200]), ['store', 'temporal']]);
    isReached = false;
    expect([await get('/readyz'), calls.length]).toEqual([200, 2]);
    jest.advanceTimersByTime(1_000);
    expect([await get('/readyz'), calls.length]).toEqual([503, 4]);
  });

  it('a process that stops says no at once, whatever it said just before', async () => {
    expect(await get('/readyz')).toBe(200);
    readiness.accepting = false;
    expect(await get('/readyz')).toBe(503);
    expect(calls).toEqual(['store', 'temporal']);
  });

  it('a probe is neither measured nor told, and a request is both', async () => {
    await Promise.all([get('/livez'), get('/readyz')]);
    expect(await get('/nowhere')).toBe(404);
    const { values } = await metrics.requestDuration.get();
    expect(new Set(values.map(({ labels }) => labels.route))).toEqual(new Set(['none']));
    expect(lines.map((line) => JSON.parse(line).facts.path)).toEqual(['/nowhere']);
  });
});
