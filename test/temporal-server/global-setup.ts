import { type SelfHostedTemporal, startTemporalServer } from '../../dev/temporal-server/server';
import setUpAsUsual, { giveUp } from '../support/global-setup';

declare global {
  var avenantTestServer: SelfHostedTemporal | undefined;
}

/** The backends of every run, on the Temporal server that users have: it is found by the variables of servers and workers. */
export default async function setUp(): Promise<void> {
  const server = await startTemporalServer();
  Object.assign(process.env, server.environment);
  globalThis.avenantTestServer = server;
  void server.ended.then((lastWords) => globalThis.avenantTestServer === server && giveUp(lastWords));
  await setUpAsUsual();
}
