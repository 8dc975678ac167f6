import { isDownloaded, reloadForNewerBuild } from '../../web/newer-build';

/** A part of the page that cannot be downloaded. */

function page(isThere = true) {
  const kept = new Map<string, string>();
  let reloads = 0;
  const storage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  };
  const fail = async (): Promise<number> => {
    await reloadForNewerBuild({ storage, isServed: async () => isThere, reload: () => (reloads += 1) });
    return reloads;
  };
  return { storage, fail };
}

describe('a download that fails', () => {
  it('the page is loaded anew once, and not again while that was of no use', async () => {
    const { fail } = page();
    expect([await fail(), await fail(), await fail()]).toEqual([1, 1, 1]);
  });

  it('a newer build is gone to as well after a download that succeeded', async () => {
    const { storage, fail } = page();
    await fail();
    isDownloaded(storage);
    expect(await fail()).toBe(2);
  });

  it('nothing is loaded anew while the server does not answer', async () => {
    expect(await page(false).fail()).toBe(0);
  });
});
