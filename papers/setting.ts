import { parentPort } from 'node:worker_threads';
import { papersFonts } from '../receipts/fonts';
import type { Receipt } from '../receipts/receipt';
import { receiptPdf } from '../receipts/receipt-pdf';

/** The thread of the workshop: sets one receipt after the other, as long as it is asked to. */

const fonts = papersFonts();

parentPort?.on('message', async (receipt: Receipt) => {
  try {
    parentPort?.postMessage({ bytes: await receiptPdf(receipt, fonts) });
  } catch (error) {
    parentPort?.postMessage({ failure: String(error) });
  }
});
