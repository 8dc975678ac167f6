import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const read = (...path: string[]): string => readFileSync(join(ROOT, ...path), 'utf8');
const portOf = (unit: string): string =>
  /^Environment=METRICS_PORT=(\S+)$/m.exec(read('deploy', 'systemd', unit))?.[1] ?? '';

describe('the units of systemd', () => {
  const api = portOf('avenant-api.service');
  const workers = Array.from({ length: 9 }, (_, index) =>
    portOf('avenant-worker@.service').replace('%i', `${index + 1}`),
  );

  it('the API and each of nine workers of a machine have a port of metrics of their own', () => {
    const ports = [api, ...workers];
    expect(new Set(ports).size).toBe(10);
    expect(ports.filter((port) => !/^\d{4}$/.test(port))).toEqual([]);
  });

  it('Prometheus is told to look where they open one', () => {
    const jobs = [...read('docs', 'observe.md').matchAll(/job_name: (\S+)\n.*targets: \[(.*)\]/g)];
    const ports = Object.fromEntries(
      jobs.map(([, job, targets = '']) => [job, new Set([...targets.matchAll(/:(\d+)"/g)].map(([, port]) => port))]),
    );
    expect(ports['avenant-api']).toEqual(new Set([api]));
    expect(ports['avenant-worker']).toEqual(new Set(workers.slice(0, 2)));
    for (const port of [api, workers[0], workers[8]]) expect(read('docs', 'production.md')).toContain(port);
  });
});
