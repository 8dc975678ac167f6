import { openApiDocument } from '../../server/api/openapi';
import { everyOperation } from './operations';

/** docs/generated/openapi.json, as a server of production offers it: a change of the API is seen in review. */
export const openApiFile = (): string => `${JSON.stringify(openApiDocument(everyOperation(false)), null, 2)}\n`;
