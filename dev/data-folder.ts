import { join } from 'node:path';

/** Where the embedded stack of this checkout keeps its data; git ignores it. */
export const DATA_FOLDER = join(__dirname, '..', '.avenant');
