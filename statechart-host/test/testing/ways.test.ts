import { chooseTemporal, type TemporalProbe } from '../../testing/temporal/ways';

/** A machine with nothing; each test adds what it is about. */
const bareTemporal: TemporalProbe = {
  address: undefined,
  cacheFile: '/cache/temporal-cli',
  onPath: () => undefined,
  inCache: () => undefined,
  download: () => Promise.reject(new Error('no network')),
  goVersion: async () => undefined,
  build: () => Promise.reject(new Error('the build was not to be tried')),
};

describe('the choice of a Temporal server', () => {
  const all: TemporalProbe = {
    address: 'temporal.example:7233',
    cacheFile: '/cache/temporal-cli',
    onPath: () => 'on-path',
    inCache: () => 'in-cache',
    download: async () => 'downloaded',
    goVersion: async () => '1.26.8',
    build: async () => 'built',
  };

  it.each<[string, Partial<TemporalProbe>, object]>([
    ['an address that is set', {}, { kind: 'running', address: 'temporal.example:7233' }],
    ['the program on PATH', { address: '' }, { kind: 'program', path: 'on-path' }],
    ['the cache', { address: undefined, onPath: () => undefined }, { kind: 'program', path: 'in-cache' }],
    [
      'the official download',
      { address: undefined, onPath: () => undefined, inCache: () => undefined },
      { kind: 'program', path: 'downloaded' },
    ],
    [
      'the Go toolchain',
      { ...bareTemporal, goVersion: all.goVersion, build: all.build },
      { kind: 'program', path: 'built' },
    ],
  ])('a Temporal server comes from %s when nothing before it is there', async (_title, machine, expected) => {
    expect((await chooseTemporal({ ...all, ...machine })).value).toEqual(expected);
  });

  it('the choice of a Temporal server says where the server came from', async () => {
    expect((await chooseTemporal(all)).origin).toBe('TEMPORAL_ADDRESS');
  });

  it('the choice of a Temporal server names every way and what to do when none is left', async () => {
    const refusal = chooseTemporal(bareTemporal);
    await expect(refusal).rejects.toMatchObject({ name: 'BackendError', code: 'temporal_not_found' });
    await expect(refusal).rejects.toThrow(/TEMPORAL_ADDRESS: not set[\s\S]*PATH: not on PATH[\s\S]*not in the cache/);
    await expect(refusal).rejects.toThrow(/official download: no network[\s\S]*go install[\s\S]*Go is not on PATH/);
    await expect(refusal).rejects.toThrow(/set TEMPORAL_ADDRESS=[\s\S]*install Go 1\.25/);
  });

  it.each(['1.24.9', '1.9', '0.30'])(
    'the choice of a Temporal server does not try to compile with Go %s',
    async (version) => {
      const choice = chooseTemporal({ ...bareTemporal, goVersion: async () => version });
      await expect(choice).rejects.toThrow(`Go ${version} is too old`);
    },
  );

  it.each(['1.25', '1.25rc1', '1.26.8', '2.0'])(
    'the choice of a Temporal server compiles with Go %s',
    async (version) => {
      const choice = await chooseTemporal({
        ...bareTemporal,
        goVersion: async () => version,
        build: async () => 'built',
      });
      expect(choice.value).toEqual({ kind: 'program', path: 'built' });
    },
  );
});
