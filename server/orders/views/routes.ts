import type { MountedOperation } from '../../api/operation';
import { type ListParts, orderListRoutes } from './list-routes';
import { type PaymentParts, paymentRoutes } from './payment-routes';
import { type ReceiptParts, receiptRoutes } from './receipt-routes';
import { type TaxRecordParts, taxRecordRoutes } from './tax-record-routes';

export const orderViewRoutes = (
  parts: ReceiptParts & TaxRecordParts & PaymentParts & ListParts,
): MountedOperation[] => [
  ...receiptRoutes(parts),
  ...taxRecordRoutes(parts),
  ...paymentRoutes(parts),
  ...orderListRoutes(parts),
];
