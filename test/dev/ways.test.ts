import { chooseMongo, type MongoProbe } from '../../dev/embedded/mongo-ways';

/** A machine with nothing; each test adds what it is about. */
const bareMongo: MongoProbe = {
  uri: undefined,
  onPath: () => undefined,
  engineAbsence: () => 'the package is not installed',
  engineLauncher: () => Promise.reject(new Error('the launcher was not to be asked for')),
};

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
