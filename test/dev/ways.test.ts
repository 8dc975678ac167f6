import { chooseMongo, type MongoProbe } from '../../dev/embedded/mongo-ways';
import { chooseTemporal, type TemporalProbe } from '../../dev/embedded/temporal-ways';

/** A machine with nothing; each test adds what it is about. */
const bareTemporal: TemporalProbe = {
  address: undefined,
  onPath: () => undefined,
  inCache: () => undefined,
  download: () => Promise.reject(new Error('no network')),
  goVersion: async () => undefined,
  build: () => Promise.reject(new Error('the build was not to be tried')),
};

const bareMongo: MongoProbe = {
  uri: undefined,
  onPath: () => undefined,
  engineAbsence: () => 'the package is not installed',
  engineLauncher: () => Promise.reject(new Error('the launcher was not to be asked for')),
};

describe('the choice of a Temporal server', () => {
  const all: TemporalProbe = {
    address: 'temporal.example:7233',
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

describe('the choice of a MongoDB', () => {
  const all: MongoProbe = {
    uri: 'mongodb://db.example/',
    onPath: () => 'mongod',
    engineAbsence: () => undefined,
    engineLauncher: async () => ['loader'],
  };

  it.each<[string, Partial<MongoProbe>, object]>([
    ['an address that is set', {}, { kind: 'running', uri: 'mongodb://db.example/' }],
    ['the program on PATH', { uri: undefined }, { kind: 'mongod', path: 'mongod' }],
    ['the embedded engine', { uri: undefined, onPath: () => undefined }, { kind: 'engine', launcher: ['loader'] }],
  ])('a MongoDB comes from %s when nothing before it is there', async (_title, machine, expected) => {
    expect((await chooseMongo({ ...all, ...machine })).value).toEqual(expected);
  });

  it('the choice of a MongoDB names every way and what to do when none is left', async () => {
    const refusal = chooseMongo(bareMongo);
    await expect(refusal).rejects.toMatchObject({ name: 'BackendError', code: 'mongo_not_found' });
    await expect(refusal).rejects.toThrow(
      /MONGODB_URI: not set[\s\S]*PATH: not on PATH[\s\S]*package is not installed/,
    );
    await expect(refusal).rejects.toThrow(/set MONGODB_URI[\s\S]*install MongoDB[\s\S]*optional package/);
  });

  it('the choice of a MongoDB says why the engine has no C library to run with', async () => {
    const choice = chooseMongo({
      ...bareMongo,
      engineAbsence: () => undefined,
      engineLauncher: () => Promise.reject(new Error('it needs the GNU C library 2.38')),
    });
    await expect(choice).rejects.toThrow('it needs the GNU C library 2.38');
  });
});
