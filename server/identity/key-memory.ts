import type { StoredApiKey } from '../../store/access/api-keys';
import type { ServerStore } from '../ports';

/** A key that was found is cached this long, so a removed key works no longer than this. In milliseconds. */
const BELIEVED_FOR = 1_000;
const MOST_KEYS = 1_000;

export type KeysToFind = Pick<ServerStore['apiKeys'], 'find'>;

interface Remembered {
  record: Promise<StoredApiKey | null>;
  until: number;
}

/**
 * Looks a key up once a second however many requests carry it: the look-up would cost more than many an answer. What is
 * not found, or cannot be looked up, is never remembered. Expiry and secret are checked on every request all the same.
 */
export function rememberingKeys(apiKeys: KeysToFind, now: () => Date): KeysToFind {
  const known = new Map<string, Remembered>();
  const forget = (keyId: string, remembered: Remembered): void => {
    if (known.get(keyId) === remembered) known.delete(keyId);
  };
  return {
    find(keyId) {
      const time = now().getTime();
      const earlier = known.get(keyId);
      if (earlier !== undefined && time < earlier.until && time >= earlier.until - BELIEVED_FOR) return earlier.record;
      const remembered = { record: apiKeys.find(keyId), until: time + BELIEVED_FOR };
      if (known.size >= MOST_KEYS) known.clear();
      known.set(keyId, remembered);
      remembered.record.then(
        (record) => record === null && forget(keyId, remembered),
        () => forget(keyId, remembered),
      );
      return remembered.record;
    },
  };
}
