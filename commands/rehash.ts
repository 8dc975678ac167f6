import { textReadBy } from '../connections/environment';
import { type KeyedHash, keyedHash } from '../store/access/keyed-hash';
import { readSecretList } from '../store/access/secrets';
import type { Store } from '../store/index';
import { EXIT, type Surroundings } from './command';
import { withStore } from './with-store';

/** Orders that are looked at in one go. */
const PAGE = 500;

/** @returns how many numbers there are, and of how many the hash was another one */
export async function rehash(
  { orders }: Pick<Store, 'orders'>,
  hash: KeyedHash,
  tell: (line: string) => void,
): Promise<{ seen: number; written: number }> {
  let [seen, written] = [0, 0];
  for (let page = await orders.listHashedNumbers(PAGE); page.length > 0; ) {
    for (const read of page) {
      const wanted = hash(read.tenantId, read.number);
      if (wanted !== read.vatHash && (await orders.rehash(read, wanted))) written += 1;
    }
    seen += page.length;
    tell(`${seen} VAT numbers looked at, ${written} hashed anew`);
    page = page.length < PAGE ? [] : await orders.listHashedNumbers(PAGE, page.at(-1));
  }
  return { seen, written };
}

/**
 * Has orders found by their VAT number with the first secret of AVENANT_SEARCH_SECRET, whichever they were written with, so that the
 * others can be put away. It may be run beside everything, and again at any time.
 *
 * @throws Error that says what is missing or wrong
 */
export async function rehashNumbers(surroundings: Surroundings): Promise<number> {
  const { print, tell } = surroundings;
  const hash = keyedHash(secretsIn(surroundings.environment));
  const { seen, written } = await withStore(surroundings, (store) => rehash(store, hash, tell));
  print(`All ${seen} VAT numbers are found by the first secret; ${written} were not.`);
  return EXIT.done;
}

function secretsIn({ AVENANT_SEARCH_SECRET: text }: NodeJS.ProcessEnv) {
  const read = textReadBy(readSecretList).safeParse(text);
  if (read.success) return read.data;
  throw new Error(`AVENANT_SEARCH_SECRET: ${read.error.issues.map(({ message }) => message).join('; ')}`);
}
