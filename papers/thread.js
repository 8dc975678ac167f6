const { parentPort } = require('node:worker_threads');

// A thread begins with JavaScript; from here on it reads TypeScript as the process does.
require('tsx/cjs');
const { receiptPdf } = require('../receipts/receipt-pdf.ts');
const { papersFonts } = require('../receipts/fonts.ts');

const fonts = papersFonts();

parentPort.on('message', async (receipt) => {
  try {
    parentPort.postMessage({ bytes: await receiptPdf(receipt, fonts) });
  } catch (error) {
    parentPort.postMessage({ failure: String(error) });
  }
});
