import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { WORKFLOW_SOURCES } from '../../dev/stack/workflow-sources';
import { bundle } from '../support/bundle';

const ROOT = join(__dirname, '..', '..');

/** Our own files that were put into the workflows of workers, by the map of sources that ends them. */
async function bundledFiles(): Promise<string[]> {
  const { codePath } = await bundle('workflows/index.ts');
  const [, map = ''] = /^\/\/# sourceMappingURL=data:[^,]*,(.*)$/m.exec(readFileSync(codePath, 'utf8')) ?? [];
  const { sources } = JSON.parse(Buffer.from(map, 'base64').toString()) as { sources: string[] };
  return sources
    .filter((file) => file.startsWith(`${ROOT}${sep}`) && !file.includes('/node_modules/'))
    .map((file) => relative(ROOT, file));
}

describe('the sources of workflows', () => {
  it('every file that is bundled belongs to a source by whose change a kept bundle is known to be old', async () => {
    const files = await bundledFiles();
    const rooms = WORKFLOW_SOURCES.filter((source) => source !== 'package-lock.json');
    expect(files.filter((file) => !rooms.some((room) => file.startsWith(`${room}/`)))).toEqual([]);
    expect(rooms.filter((room) => !files.some((file) => file.startsWith(`${room}/`)))).toEqual([]);
  });
});
