import type { MountedOperation } from '../../api/operation';
import { type BulkEventParts, bulkEventRoutes } from './event-routes';
import { bulkPreviewRoutes } from './preview-routes';
import { bulkSteeringRoutes } from './steering-routes';

/** The preview comes first: its path is also one of a bulk. */
export const bulkRoutes = (parts: BulkEventParts): MountedOperation[] => [
  ...bulkPreviewRoutes(parts),
  ...bulkEventRoutes(parts),
  ...bulkSteeringRoutes(parts),
];
