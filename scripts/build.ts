import { join } from 'node:path';
import { buildPages, weightOfPages } from '../dev/web/build';
import { writeFacts } from './build/facts';
import { buildProgram } from './build/program';
import { buildWorkflows } from './build/workflows';

/**
 * `npm run build`: makes what runs elsewhere, in `dist/`: the command `avenant`, the workflows as one file, and the pages, which
 * are left as they are where they are of the very sources already. `npm run build -- --pages` makes the pages alone.
 */

const ROOT = join(__dirname, '..');
const FOLDER = join(ROOT, 'dist');

async function main(): Promise<void> {
  const isNew = await buildPages();
  if (isNew) console.error(await weightOfPages());
  if (process.argv.includes('--pages')) return;
  const code = [...(await buildProgram(ROOT, FOLDER)), await buildWorkflows(FOLDER)];
  const { version, buildId } = await writeFacts(ROOT, FOLDER, code);
  console.error(`dist/ has version ${version}, build ${buildId}.`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
