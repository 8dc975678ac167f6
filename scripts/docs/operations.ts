import type { MountedOperation } from '../../server/api/operation';
import { operationsOf } from '../../server/app';
import type { RouteParts } from '../../server/route-parts';

/** Every operation of the API, to be read and not to be called: there is nothing behind it. */
export const everyOperation = (development = true): MountedOperation[] => operationsOf({} as RouteParts, development);
