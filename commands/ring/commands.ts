import { settingsOf } from '../../connections/environment';
import { openTemporal } from '../../connections/temporal/client';
import { callerKeys } from '../../connections/temporal/payloads/keys';
import { readTemporal } from '../../connections/temporal/settings';
import { isId } from '../../schemas/values/ids';
import { type KeyRing, readKeyRing } from '../../store/access/key-ring';
import { type CommandLine, EXIT, Misuse, type Surroundings } from '../command';
import { withStore } from '../with-store';
import { keysInUse } from './in-use';
import { type Resealed, resealStore } from './reseal';
import { toldUse } from './told-use';

/** `avenant ring …`, by the variables of a worker; `docs/encryption.md` says when. */
export const ringCommands = {
  /** @returns 1 where something needs a key that the ring lacks */
  async 'in-use'(_: CommandLine['values'], surroundings: Surroundings): Promise<number> {
    const { environment, print } = surroundings;
    const { keyIds } = ringIn(environment);
    // What should be known of it is said by what runs there all the time, and by the setup.
    const temporal = await openTemporal(settingsOf(readTemporal(environment)), () => {});
    try {
      const uses = await withStore(surroundings, (store) => keysInUse(store, temporal));
      const { lines, isComplete } = toldUse(uses, keyIds);
      for (const line of lines) print(line);
      return isComplete ? EXIT.done : EXIT.found;
    } finally {
      await temporal.connection.close();
    }
  },

  /** @returns 1 where something could not be opened, and stays as it is */
  async reseal(_: CommandLine['values'], surroundings: Surroundings): Promise<number> {
    const { environment, print, tell } = surroundings;
    const ring = ringIn(environment);
    const so = await withStore(surroundings, (store) => resealStore(store, ring, (far) => tell(inWords(far))));
    print(inWords(so));
    for (const [why, times] of Object.entries(so.left)) print(`${times} left as they are (${why})`);
    return Object.keys(so.left).length === 0 ? EXIT.done : EXIT.found;
  },

  async caller({ tenant }: CommandLine['values'], { environment, print }: Surroundings): Promise<number> {
    if (tenant === undefined || !isId(tenant)) throw new Misuse('--tenant: letters, digits, "_" and "-", at most 64');
    print(callerKeys(ringIn(environment), tenant));
    return EXIT.done;
  },
};

const inWords = ({ looked, resealed }: Resealed): string => `${looked} looked at, ${resealed} sealed anew`;

function ringIn({ AVENANT_KEY_RING: text }: NodeJS.ProcessEnv): KeyRing {
  const ring = text ? readKeyRing(text) : { problem: 'missing' };
  if ('problem' in ring) throw new Error(`AVENANT_KEY_RING: ${ring.problem}`);
  return ring;
}
