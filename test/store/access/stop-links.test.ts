import { readStopToken, type StopLink, stopToken } from '../../../store/access/stop-links';
import { newKey, ringOf } from '../../support/key-rings';

const CLAIRE: StopLink = { tenantId: 'acme', personId: 'claire', kind: 'reminder' };

describe('the token of a link that stops reminders', () => {
  it('a token says whose mails of which kind it stops, to nobody without the ring', () => {
    const ring = ringOf(`one:${newKey()}`);
    const token = stopToken(ring, CLAIRE);
    expect(readStopToken(ring, token)).toEqual(CLAIRE);
    expect(token).toMatch(/^[\w.-]{1,300}$/);
    expect(`${token}${Buffer.from(token.slice(4), 'base64url').toString('latin1')}`).not.toMatch(
      /claire|acme|reminder/,
    );
    expect(readStopToken(ringOf(`one:${newKey()}`), token)).toBeNull();
  });

  it('a token with any sign changed, left out or added opens nothing', () => {
    const ring = ringOf(`one:${newKey()}`);
    const token = stopToken(ring, CLAIRE);
    const changed = [...token].map(
      (sign, index) => `${token.slice(0, index)}${sign === 'A' ? 'B' : 'A'}${token.slice(index + 1)}`,
    );
    const others = [
      ...changed,
      token.slice(1),
      token.slice(0, -1),
      `${token}A`,
      `${token}=`,
      `${token}\n`,
      ` ${token}`,
      '',
      '.',
    ];
    expect(others.filter((other) => readStopToken(ring, other) !== null)).toEqual([]);
    expect(readStopToken(ring, `one.${'A'.repeat(100_000)}`)).toBeNull();
  });

  it('a token goes on working under a key that writes no more, and ends with it', () => {
    const [former, latter] = [newKey(), newKey()];
    const token = stopToken(ringOf(`one:${former}`), CLAIRE);
    expect(readStopToken(ringOf(`two:${latter},one:${former}`), token)).toEqual(CLAIRE);
    expect(readStopToken(ringOf(`two:${latter}`), token)).toBeNull();
  });

  it('what was sealed for something else, or for a mail that must be told, is no token', () => {
    const ring = ringOf(`one:${newKey()}`);
    const sealed = (kind: string, purpose: string) => {
      const { keyId, box } = ring.seal(JSON.stringify(['acme', 'claire', kind]), [purpose]);
      return readStopToken(ring, `${keyId}.${box}`);
    };
    expect(sealed('reminder', 'stop-link')).toEqual(CLAIRE);
    expect([sealed('reminder', 'order'), sealed('confirmed', 'stop-link'), sealed('', 'stop-link')]).toEqual([
      null,
      null,
      null,
    ]);
  });
});
