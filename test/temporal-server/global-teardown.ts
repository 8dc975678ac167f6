import tearDownAsUsual from '../support/global-teardown';

export default async function tearDown(): Promise<void> {
  await tearDownAsUsual();
  const server = globalThis.avenantTestServer;
  globalThis.avenantTestServer = undefined;
  await server?.stop();
}
