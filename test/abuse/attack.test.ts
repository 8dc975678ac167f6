import { attack } from '../../abuse/attack';
import { seeded } from '../../chaos/random';
import { ROLES } from '../../machines/events';
import { describedOperations } from '../../server/operations';
import { startServerStand } from '../server/stand';

/** Each operation is asked by some callers. */
const REQUESTS = 400;

describe('an API that everybody asks for the largest and the strangest', () => {
  it('no answer of it is above its bound, and none is a 5xx but shed load', async () => {
    const stand = await startServerStand({ app: { checksAnswers: false } });
    const callers = await Promise.all(
      ROLES.map(async (role) => ({ role, key: await stand.key(role, { userId: `user_${role}` }) })),
    );
    const outcome = await attack({
      url: stand.url,
      callers,
      operations: describedOperations(true),
      random: seeded(1).fraction,
      signal: new AbortController().signal,
      mostRequests: REQUESTS,
    });
    await stand.stop();
    expect(outcome.breaches).toEqual([]);
    expect(outcome.requests).toBeGreaterThanOrEqual(REQUESTS);
  });
});
