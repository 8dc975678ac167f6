/** Addresses of the backends that the whole test run shares; `global-setup.ts` starts them. */
export function testBackends(): { temporal: string; mongo: string } {
  const { AVENANT_TEST_TEMPORAL: temporal, AVENANT_TEST_MONGO: mongo } = process.env;
  if (temporal === undefined || mongo === undefined)
    throw new Error('The backends were not started: run jest with its global setup.');
  return { temporal, mongo };
}
