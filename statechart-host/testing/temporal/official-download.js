// Downloads the official Temporal CLI into a folder: node official-download.js <folder> <version>.
// A process of its own, because the SDK offers no way to give up on a download that hangs: this can be killed.
// The SDK only downloads when it starts a server, so one is started and ended at once.

async function download(downloadDir, version) {
  const { TestWorkflowEnvironment } = require('@temporalio/testing');
  const executable = { type: 'cached-download', downloadDir, version };
  const environment = await TestWorkflowEnvironment.createLocal({ server: { executable } });
  await environment.teardown();
}

const [folder, version] = process.argv.slice(2);
download(folder, version).then(
  () => process.exit(0),
  (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
