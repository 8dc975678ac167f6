import { openMailStand, sendMany } from '../activities/mail/mail-stand';

describe('ten thousand mails of which one in ten fails', () => {
  it('every mail arrives once or is given up with its reason', async () => {
    const stand = await openMailStand();
    const { ids, sent, failed } = await sendMany(stand, 10_000);
    await stand.close();
    expect(new Set(ids).size).toBe(ids.length);
    expect([sent.length, ids.length + failed.length]).toEqual([ids.length, 10_000]);
    expect(new Set(failed.map(({ code }) => code))).toEqual(new Set(['smtp_550']));
    expect(failed.length).toBeGreaterThan(100);
  });
});
