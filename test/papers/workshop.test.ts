import { performance } from 'node:perf_hooks';
import { KeptPapers } from '../../papers/kept-papers';
import { PapersOverloaded, Workshop } from '../../papers/workshop';
import { type Receipt, receiptOf } from '../../receipts/receipt';
import { aReceiptsFacts, FRENCH } from '../receipts/samples';

/** Of an order of its own where no other is named, so that none is kept of it. */
let orders = 0;
const receiptOfLines = (lines: number, order = `order_${++orders}`): Receipt => {
  const receipt = receiptOf(aReceiptsFacts({ changeId: order }), FRENCH);
  const [line] = receipt.lines;
  return { ...receipt, lines: Array.from({ length: line ? lines : 0 }, () => line as Receipt['lines'][number]) };
};

/** How long this thread was held meanwhile, in milliseconds. */
async function heldBy(work: () => Promise<unknown>): Promise<number> {
  const before = performance.eventLoopUtilization();
  await work();
  return performance.eventLoopUtilization(before).active;
}

describe('the workshop', () => {
  let workshop: Workshop;
  beforeEach(() => {
    workshop = new Workshop();
  });
  afterEach(() => workshop.close());

  it('a receipt of a thousand lines is set without holding up this thread', async () => {
    // The thread is there before it is looked at how long this one is held.
    await workshop.receiptAsPdf(receiptOfLines(1));
    let pdf: Buffer = Buffer.alloc(0);
    const receipt = receiptOfLines(1_000);
    const held = await heldBy(async () => {
      pdf = await workshop.receiptAsPdf(receipt);
    });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(50_000);
    expect(held).toBeLessThan(200);
  });

  it('a receipt that is asked for again, also meanwhile, is the paper that was made, and another one is not', async () => {
    const asked = Array.from({ length: 20 }, () => workshop.receiptAsPdf(receiptOfLines(3, 'order')));
    const [first, ...meanwhile] = await Promise.all(asked);
    for (const paper of meanwhile) expect(paper).toBe(first);
    expect(await workshop.receiptAsPdf(receiptOfLines(3, 'order'))).toBe(first);
    expect(workshop.made).toBe(1);
    expect(await workshop.receiptAsPdf(receiptOfLines(4, 'order'))).not.toBe(first);
    expect(workshop.made).toBe(2);
  });

  it('what is more than can wait is turned away, and the rest is done', async () => {
    const asked = Array.from({ length: 24 }, () => workshop.receiptAsPdf(receiptOfLines(1)));
    const ends = await Promise.allSettled(asked);
    const refused = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
    expect(refused.length).toBeGreaterThan(0);
    for (const error of refused) expect(error).toBeInstanceOf(PapersOverloaded);
    expect(ends.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(20);
  });
});

describe('kept papers', () => {
  it('kept papers stay below their bytes: what was not asked for longest goes', () => {
    const kept = new KeptPapers(10);
    const [first, second, third] = ['1', '2', '3'].map((letter) => Buffer.from(letter.repeat(4)));
    if (!first || !second || !third) throw new Error('There are three papers.');
    kept.keep('first', first);
    kept.keep('second', second);
    expect(kept.find('first')).toBe(first);
    kept.keep('third', third);
    expect(['first', 'second', 'third'].map((key) => kept.find(key))).toEqual([first, undefined, third]);
    kept.keep('too large', Buffer.alloc(11));
    expect(kept.find('too large')).toBeUndefined();
  });
});
