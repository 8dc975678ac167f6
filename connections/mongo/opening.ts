import { SECOND } from '../../billing/calendar/durations';
import { connectStore, type Store } from '../../store/index';
import { isThisMachine } from '../this-machine';
import { type MongoTarget, saysWhetherTls } from './settings';
import { MongoUnusable, whyUnusable } from './words';

/** Told in a line what should be known and keeps nobody from working. */
type Tell = (line: string) => void;

/** A server that has said nothing by then is told of, and waited for a little more. */
const FIRST_WORD = 0.9 * SECOND;

/**
 * Connects to the MongoDB that the settings name, whatever it is. What its store is asked at a start fails in the same words.
 *
 * @throws MongoUnusable that says why it could not, within a second but for silence
 */
export async function reachStore({ uri, database }: MongoTarget, tell: Tell): Promise<Store> {
  const hasCertificate = /[?&]tlsCertificateKeyFile=/i.test(uri);
  const notice = setTimeout(() => tell('MongoDB has not answered yet.'), FIRST_WORD);
  try {
    const store = await connectStore(uri, { databaseName: database });
    const inWords =
      <Answer>(ask: () => Promise<Answer>) =>
      (): Promise<Answer> =>
        ask().catch((error: unknown) => {
          throw whyUnusable(error, { hasCertificate, isConnecting: false });
        });
    return { ...store, judge: inWords(store.judge), ensureIndexes: inWords(store.ensureIndexes) };
  } catch (error) {
    throw whyUnusable(error, { hasCertificate, isConnecting: true });
  } finally {
    clearTimeout(notice);
  }
}

/** Of an address that leads to this machine, where a member is. */
const PLAIN_ELSEWHERE =
  'Its replica set has members on other machines, which would be spoken to in plain text: add tls=true to the address, or tls=false where the network itself encrypts.';

/**
 * Connects to a MongoDB that facts can be kept in, and tells what else should be known of it.
 *
 * @throws MongoUnusable as {@link reachStore}, and where it is not fit
 */
export async function openStore(settings: MongoTarget, tell: Tell): Promise<Store> {
  const store = await reachStore(settings, tell);
  try {
    const { problems, warnings, namedAndPlain } = await store.judge();
    if (!saysWhetherTls(settings.uri) && !namedAndPlain.every(isThisMachine)) problems.push(PLAIN_ELSEWHERE);
    if (problems.length > 0) throw new MongoUnusable('unfit', problems.join(' '));
    for (const warning of warnings) tell(`MongoDB: ${warning}`);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}
