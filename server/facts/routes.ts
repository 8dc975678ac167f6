import type { MountedOperation } from '../api/operation';
import { type DocumentParts, documentRoutes } from './document-routes';
import { type FactParts, factRoutes } from './fact-routes';
import { type SellerTaxParts, sellerTaxRoutes } from './seller-tax-routes';

export const allFactRoutes = (parts: FactParts & DocumentParts & SellerTaxParts): MountedOperation[] => [
  ...factRoutes(parts),
  ...documentRoutes(parts),
  ...sellerTaxRoutes(parts),
];
