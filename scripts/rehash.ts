import { reading, settingsOf, textReadBy, UnfitVariable } from '../connections/environment';
import { type KeyedHash, keyedHash } from '../store/access/keyed-hash';
import { readSecrets } from '../store/access/secrets';
import type { Store } from '../store/index';
import { withStore } from './with-store';

/**
 * `npm run rehash`: orders are found by their VAT number with the first secret of AVENANT_SEARCH_SECRET, whichever they were
 * written with, so that the others can be put away. It may be run beside everything, and again at any time; it exits with 0
 * once no order is left.
 */

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

function secretsOf(environment: NodeJS.ProcessEnv) {
  const variable = 'AVENANT_SEARCH_SECRET';
  return settingsOf(
    reading(() => {
      const read = textReadBy(readSecrets).safeParse(environment[variable]);
      if (read.success) return read.data;
      throw new UnfitVariable(variable, read.error.issues.map(({ message }) => message).join('; '));
    }),
  );
}

async function main(): Promise<void> {
  const hash = keyedHash(secretsOf(process.env));
  const tell = (line: string): void => void process.stderr.write(`${line}\n`);
  const { seen, written } = await withStore((store) => rehash(store, hash, tell));
  process.stdout.write(`All ${seen} VAT numbers are found by the first secret; ${written} were not.\n`);
}

if (process.argv[1]?.endsWith('rehash.ts')) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
