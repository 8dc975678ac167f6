import type { MountedOperation } from '../api/operation';
import { type AuditParts, auditRoutes } from './audit-routes';
import type { BulkEventParts } from './bulk/event-routes';
import { bulkRoutes } from './bulk/routes';
import { type CountParts, countRoutes } from './count-routes';
import { type ItemParts, supportItemRoutes } from './item-routes';
import { type RequestParts, requestRoutes } from './request-routes';
import { type SearchParts, searchRoutes } from './search-routes';
import { type VatCreditParts, vatCreditRoutes } from './vat-credit-routes';
import { type SavedViewParts, savedViewRoutes } from './view-routes';

type SupportParts = RequestParts &
  ItemParts &
  VatCreditParts &
  BulkEventParts &
  CountParts &
  SearchParts &
  SavedViewParts &
  AuditParts;

export const supportRoutes = (parts: SupportParts): MountedOperation[] => [
  ...requestRoutes(parts),
  ...supportItemRoutes(parts),
  ...vatCreditRoutes(parts),
  ...bulkRoutes(parts),
  ...countRoutes(parts),
  ...searchRoutes(parts),
  ...savedViewRoutes(parts),
  ...auditRoutes(parts),
];
