import { papersFonts } from '../../receipts/fonts';
import { shownLogo } from '../../receipts/logo';
import { receiptOf } from '../../receipts/receipt';
import { receiptHtml } from '../../receipts/receipt-html';
import { receiptPdf } from '../../receipts/receipt-pdf';
import { aPng, asAddress, JPEG, LARGEST_LOGO } from './pictures';
import { aReceiptsFacts, FRENCH, LOGO } from './samples';

const whole = aPng();
const otherSum = Buffer.from(whole);
otherSum.writeUInt8(7, 30);

const receiptWith = (logo: string) => {
  const { branding } = aReceiptsFacts();
  return receiptOf(aReceiptsFacts({ branding: { ...branding, logo } }), FRENCH);
};

it.each([
  ['a PNG of one point', LOGO],
  ['a PNG with transparency', asAddress(aPng({ type: 6 }))],
  ['a gray PNG', asAddress(aPng({ type: 0 }))],
  ['a PNG as large as the settings take one', LARGEST_LOGO],
  ['a JPEG', asAddress(JPEG, 'jpeg')],
])('a logo is shown that is %s, and a paper is made with it', async (_, logo) => {
  expect(shownLogo(logo)).toBe(logo);
  const pdf = await receiptPdf(receiptWith(logo), papersFonts());
  expect(pdf.toString('latin1')).toMatch(/\/Subtype \/Image\b/);
});

it.each([
  ['ends too early', asAddress(whole.subarray(0, whole.length - 20))],
  ['has no end', asAddress(whole.subarray(0, whole.length - 12))],
  ['is nothing but its first bytes', 'data:image/png;base64,iVBORw0KGgo='],
  ['was changed on its way', asAddress(otherSum)],
  ['lacks some of its lines', asAddress(aPng({ lines: 2 }))],
  ['has more lines than it says', asAddress(aPng({ lines: 9 }))],
  ['is no picture', asAddress(Buffer.from('<svg onload="alert(1)"/>'))],
  ['is a JPEG that says it is a PNG', asAddress(JPEG)],
  ['is a PNG that says it is a JPEG', asAddress(whole, 'jpeg')],
  ['is a JPEG that ends too early', asAddress(JPEG.subarray(0, JPEG.length - 2), 'jpeg')],
  ['is a JPEG without a frame', asAddress(Buffer.concat([JPEG.subarray(0, 20), JPEG.subarray(-2)]), 'jpeg')],
  ['is larger than any paper', asAddress(aPng({ width: 100_000, height: 1 }))],
  ['is a bomb', asAddress(aPng({ width: 2_000, height: 2_000, type: 0 }))],
  ['has no width', asAddress(aPng({ width: 0 }))],
  ['is interlaced, which few papers show', asAddress(aPng({ isInterlaced: true }))],
])('a logo that %s is not shown, and pages and papers are made without it', async (_, logo) => {
  expect(shownLogo(logo)).toBeNull();
  const receipt = receiptWith(logo);
  expect(receiptHtml(receipt)).not.toContain('<img');
  expect(receiptHtml(receipt)).toContain('<p>Réunion</p>');
  const pdf = await receiptPdf(receipt, papersFonts());
  expect(pdf.toString('latin1')).not.toMatch(/\/Subtype \/Image\b/);
});
