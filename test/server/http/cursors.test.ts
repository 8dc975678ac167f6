import { cursorsSignedWith } from '../../../server/http/cursors';

const [NEWER, OLDER] = ['n'.repeat(32), 'o'.repeat(32)];

describe('a cursor', () => {
  it('a page that an older secret has signed leads on while both are there, and not any more afterwards', () => {
    const before = cursorsSignedWith([OLDER]);
    const meanwhile = cursorsSignedWith([NEWER, OLDER]);
    const cursor = before.write('acme:orders', ['2026', 'chg_1']);
    expect(meanwhile.read('acme:orders', cursor)).toEqual(['2026', 'chg_1']);
    expect(() => meanwhile.read('other:orders', cursor)).toThrow(expect.objectContaining({ code: 'invalid_cursor' }));
    expect(() => cursorsSignedWith([NEWER]).read('acme:orders', cursor)).toThrow(
      expect.objectContaining({ code: 'invalid_cursor' }),
    );
    const next = meanwhile.write('acme:orders', ['2026', 'chg_2']);
    expect(cursorsSignedWith([NEWER]).read('acme:orders', next)).toEqual(['2026', 'chg_2']);
  });
});
