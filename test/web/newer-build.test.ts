import { isDownloaded, reloadForNewerBuild } from '../../web/newer-build';

/** A part of the page that cannot be downloaded. */

function page(isOnline = true) {
  const kept = new Map<string, string>();
  let reloads = 0;
  const storage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  };
  const fail = (): number => {
    reloadForNewerBuild({ storage, isOnline, reload: () => (reloads += 1) });
    return reloads;
  };
  return { storage, fail };
}

describe('a download that fails', () => {
  it('the page is loaded anew once, and not again while that was of no use', () => {
    const { fail } = page();
    expect([fail(), fail(), fail()]).toEqual([1, 1, 1]);
  });

  it('a newer build is gone to as well after a download that succeeded', () => {
    const { storage, fail } = page();
    fail();
    isDownloaded(storage);
    expect(fail()).toBe(2);
  });

  it('nothing is loaded anew without a connection', () => {
    expect(page(false).fail()).toBe(0);
  });
});
