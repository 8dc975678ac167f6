import { CannotOpen, type KeyRing, readKeyRing, type Sealed } from '../../../store/access/key-ring';
import { newKey, ringOf } from '../../support/key-rings';

const ABOUT = ['order', 1, 'acme', 'chg_1', 7] as const;

const refusalOf = (ring: KeyRing, sealed: Sealed, about: readonly (string | number)[] = ABOUT): string => {
  try {
    return `opened: ${ring.open(sealed, about)}`;
  } catch (error) {
    if (error instanceof CannotOpen) return error.because;
    throw error;
  }
};

const problemOf = (text: string): string => {
  const ring = readKeyRing(text);
  return 'problem' in ring ? ring.problem : 'no problem';
};

describe('a ring of keys', () => {
  it('what is sealed opens under the very names that it was sealed under, and never twice alike', () => {
    const ring = ringOf(`one:${newKey()}`);
    const sealed = ring.seal('Où est la commande ?', ABOUT);
    expect(ring.open(sealed, ABOUT)).toBe('Où est la commande ?');
    expect(ring.seal('Où est la commande ?', ABOUT).box).not.toBe(sealed.box);
    for (const other of [
      ['order', 1, 'acme', 'chg_1', 8],
      ['order', 1, 'acme', 'chg_2', 7],
      ['order', 1, 'other', 'chg_1', 7],
      ['order', 2, 'acme', 'chg_1', 7],
      ['order', 1, 'acme', 'chg_1'],
      ['order', 1, 'acme,chg_1', 7],
    ]) {
      expect(refusalOf(ring, sealed, other)).toBe('not_genuine');
    }
  });

  it('a box in which a bit was changed, or of which an end is missing, does not open', () => {
    const ring = ringOf(`one:${newKey()}`);
    const sealed = ring.seal('text', ABOUT);
    const bytes = Buffer.from(sealed.box, 'base64url');
    for (const [at, byte] of bytes.entries()) {
      const changed = Buffer.from(bytes);
      changed[at] = byte ^ 4;
      expect(refusalOf(ring, { ...sealed, box: changed.toString('base64url') })).toBe('not_genuine');
      const shorter = bytes.subarray(0, at).toString('base64url');
      expect(refusalOf(ring, { ...sealed, box: shorter })).toBe('not_genuine');
    }
  });

  it('the first key writes and all of them read, so that a key is replaced and then put away', () => {
    const [former, latter] = [`former:${newKey()}`, `latter:${newKey()}`];
    const sealed = ringOf(former).seal('text', ABOUT);
    const both = ringOf(`${latter}, ${former}`);
    expect(both.open(sealed, ABOUT)).toBe('text');
    const next = both.seal('text', ABOUT);
    expect(next.keyId).toBe('latter');
    expect(ringOf(latter).open(next, ABOUT)).toBe('text');
    expect(refusalOf(ringOf(latter), sealed)).toBe('key_unknown');
    expect(refusalOf(ringOf(`former:${newKey()}`), sealed)).toBe('not_genuine');
    expect(refusalOf(both, { ...sealed, keyId: 'latter' })).toBe('not_genuine');
    // The id of a key is bound too: what was sealed by the same key under another name is another text.
    const key = newKey();
    expect(refusalOf(ringOf(`b:${key}`), { ...ringOf(`a:${key}`).seal('text', ABOUT), keyId: 'b' })).toBe(
      'not_genuine',
    );
  });

  it('a ring is refused with words when it is none, has a key twice or too many, or one that is not random', () => {
    expect(problemOf('')).toMatch(/must be id:key/);
    expect(problemOf(newKey())).toMatch(/must be id:key/);
    expect(problemOf(`one:${newKey()},`)).toMatch(/must be id:key/);
    expect(problemOf(`one:${newKey().slice(1)}`)).toMatch(/must be id:key/);
    expect(problemOf(`one:${newKey()},one:${newKey()}`)).toBe('has the key one twice');
    expect(problemOf(Array.from({ length: 9 }, (_, one) => `k${one}:${newKey()}`).join(','))).toMatch(/8 keys/);
    for (const text of ['\0'.repeat(32), 'changeme'.repeat(4), '0123456789abcdef'.repeat(2)]) {
      expect(problemOf(`one:${Buffer.from(text, 'latin1').toString('base64')}`)).toBe('the key one is not random');
    }
    expect(problemOf(`one:${Buffer.from(newKey(), 'base64url').toString('base64')}`)).toBe('no problem');
  });

  it('a mark is the same each time, of its name alone, and good as long as its key is in the ring', () => {
    const [former, latter] = [`former:${newKey()}`, `latter:${newKey()}`];
    const [mark = ''] = ringOf(former).marks(ABOUT);
    expect(ringOf(former).marks(ABOUT)).toEqual([mark]);
    expect(mark).toMatch(/^former\.[\w-]{24}$/);
    expect(ringOf(`${latter}, ${former}`).isMark(mark, ABOUT)).toBe(true);
    expect(ringOf(latter).isMark(mark, ABOUT)).toBe(false);
    expect(ringOf(`former:${newKey()}`).isMark(mark, ABOUT)).toBe(false);
    for (const other of ['', 'former', `${mark}A`, mark.slice(0, -1), mark.replace('former', 'latter')]) {
      expect(ringOf(`${former}, ${latter}`).isMark(other, ABOUT)).toBe(false);
    }
    expect(ringOf(former).isMark(mark, [...ABOUT, ''])).toBe(false);
  });
});
