import { buildPages, weightOfPages } from '../dev/web/build';

/** `npm run build`: makes the pages that the API serves, in `dist/web/`, unless they are of the very sources already. */

async function main(): Promise<void> {
  const isNew = await buildPages();
  if (isNew) console.error(await weightOfPages());
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
