import type { MountedOperation } from '../../api/operation';
import { type EventParts, eventRoutes } from './event-routes';
import { type PreviewParts, previewRoutes } from './preview-routes';
import { type StartParts, startRoutes } from './start-routes';

export const commandRoutes = (parts: StartParts & EventParts & PreviewParts): MountedOperation[] => [
  ...startRoutes(parts),
  ...eventRoutes(parts),
  ...previewRoutes(parts),
];
