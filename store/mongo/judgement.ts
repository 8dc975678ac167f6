/**
 * What a server answered that is asked what it is, and what the driver made of our address. Each as MongoDB's manual
 * describes it; only what is judged is named.
 */
export interface ServerAnswers {
  hello: {
    /** Of a replica set; without it a server is alone, or a router of a sharded cluster. */
    setName?: string;
    msg?: string;
    isWritablePrimary?: boolean;
    /** Members that may become primary. */
    hosts?: readonly string[];
    /** Members that keep facts and never become primary. */
    passives?: readonly string[];
    arbiters?: readonly string[];
  };
  buildInfo: { version: string };
  /** null where it does not tell us. */
  parameters: { featureCompatibilityVersion?: { version: string } } | null;
  /** Of our own writes and reads. */
  driver: {
    w?: string | number;
    journal?: boolean;
    readPreference: string;
    verifiesCertificate: boolean;
    /** Whether it speaks to the server that is named alone, and looks for no others of its replica set. */
    isDirect: boolean;
    speaksTls: boolean;
  };
  indexes: readonly CollectionIndexes[];
}

/** The indexes of a collection: those that we want, and those that are there. */
export interface CollectionIndexes {
  collection: string;
  wanted: readonly (readonly [keys: object, options?: IndexTraits])[];
  built: readonly (IndexTraits & { key: object })[];
}

/** What an index promises or leaves out beside its keys. */
interface IndexTraits {
  unique?: unknown;
  sparse?: unknown;
  partialFilterExpression?: unknown;
}

export interface Judgement {
  /** Facts must not be kept there; a sentence each. */
  problems: string[];
  /** Facts are kept there, and less safely than they could be. */
  warnings: string[];
  /** The indexes that are still to be built. */
  missing: string[];
  /** host:port of members that are spoken to in plain text because the server that was reached has named them. */
  namedAndPlain: string[];
}

/** Older ones have no more fixes of security, or none that anybody may have for nothing. */
const OLDEST_MAJOR = 7;
/** With fewer, one that is away keeps a majority from acknowledging anything. */
const FEWEST_MEMBERS = 3;

/** Whether facts can be kept with a server, by its own answers. */
export function judge(answers: ServerAnswers): Judgement {
  const { missing, changed } = indexesOf(answers.indexes);
  return {
    problems: [...problemsOf(answers), ...changed],
    warnings: hearWarnings(answers),
    missing,
    namedAndPlain: namedAndPlain(answers),
  };
}

function namedAndPlain({ hello, driver }: ServerAnswers): string[] {
  if (driver.isDirect || driver.speaksTls) return [];
  return [...(hello.hosts ?? []), ...(hello.passives ?? [])];
}

function problemsOf({ hello, buildInfo, driver }: ServerAnswers): string[] {
  const problems: string[] = [];
  const say = (isSo: boolean, sentence: string): void => void (isSo && problems.push(sentence));
  say(
    !(majorOf(buildInfo.version) >= OLDEST_MAJOR),
    `Its version is ${buildInfo.version}: upgrade it to ${OLDEST_MAJOR}.0 or later.`,
  );
  say(
    driver.w !== 'majority',
    'The address says that fewer than a majority of its servers acknowledge a write (w): leave that out, or say w=majority.',
  );
  say(
    driver.journal === false,
    'The address says that writes are acknowledged before they are in the journal: leave journal=false out.',
  );
  say(
    driver.readPreference !== 'primary',
    'The address lets reads be answered by what was true a while ago (readPreference): leave it out.',
  );
  say(
    hello.isWritablePrimary === false,
    'The server that was reached takes no writes: name all servers of the replica set, without directConnection.',
  );
  return problems;
}

function hearWarnings({ hello, buildInfo, parameters, driver }: ServerAnswers): string[] {
  const warnings: string[] = [];
  const say = (isSo: boolean, sentence: string): void => void (isSo && warnings.push(sentence));
  const isRouter = hello.msg === 'isdbgrid';
  const members = (hello.hosts ?? []).length + (hello.passives ?? []).length;
  say(isRouter, 'It is a sharded cluster, with which nothing was tried.');
  say(!isRouter && hello.setName === undefined, 'It is one server and no replica set: what it loses is lost.');
  say(
    hello.setName !== undefined && members < FEWEST_MEMBERS,
    `Its replica set has ${members} members that keep facts: with ${FEWEST_MEMBERS} of them one may be away.`,
  );
  say(
    hello.setName !== undefined && driver.isDirect,
    'The address leads to one member of its replica set alone (directConnection): nothing is written while another one is primary.',
  );
  say(
    (hello.arbiters ?? []).length > 0,
    'Its replica set has an arbiter: with a member away, no write is acknowledged by a majority.',
  );
  say(
    !driver.verifiesCertificate,
    'The address says that its certificate is not verified, or not its name: anybody may answer in its place.',
  );
  const level = parameters?.featureCompatibilityVersion?.version;
  say(
    level !== undefined && majorOf(level) < majorOf(buildInfo.version),
    `It is ${buildInfo.version} and still works as ${level}: finish its upgrade (setFeatureCompatibilityVersion).`,
  );
  return warnings;
}

function indexesOf(collections: readonly CollectionIndexes[]): { missing: string[]; changed: string[] } {
  const missing: string[] = [];
  const changed: string[] = [];
  for (const { collection, wanted, built } of collections) {
    for (const [keys, traits = {}] of wanted) {
      const name = `index of ${collection} by ${Object.keys(keys).join(', ')}`;
      // The order of the keys counts, and there may be several of the same keys.
      const faults = built.filter(({ key }) => isSame(key, keys)).map((index) => faultOf(index, traits));
      const [fault] = faults;
      if (faults.includes(null)) continue;
      if (fault === undefined) missing.push(name);
      else changed.push(`The ${name} ${fault}: drop it, and run the setup again.`);
    }
  }
  return { missing, changed };
}

/** Why an index is not the one that is wanted, though it has its keys; null where it is. */
function faultOf(built: IndexTraits, wanted: IndexTraits): string | null {
  const [is, shouldBe] = [built.unique === true, wanted.unique === true];
  if (shouldBe && !is) return 'is not unique, and what is done once rests on it';
  if (is && !shouldBe) return 'is unique and should not be, so that it refuses what is no duplicate';
  const isPartialAlike = isSame(built.partialFilterExpression, wanted.partialFilterExpression);
  const isSparseAlike = (built.sparse === true) === (wanted.sparse === true);
  return isPartialAlike && isSparseAlike
    ? null
    : 'holds other documents than it should (partialFilterExpression, sparse)';
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const majorOf = (version: string): number => Number(/^\d+/.exec(version)?.[0]);
