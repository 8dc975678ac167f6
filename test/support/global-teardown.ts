export default async function tearDown(): Promise<void> {
  const backends = globalThis.avenantTestBackends;
  globalThis.avenantTestBackends = undefined;
  await backends?.stop();
}
