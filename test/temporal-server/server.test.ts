import { existsSync, statSync } from 'node:fs';
import type { Client } from '@temporalio/client';
import { openTemporalAt } from '../../dev/stack/temporal';
import { startServerAt } from '../../dev/temporal-server/server';
import { openSite, type SelfHostedSite } from '../../dev/temporal-server/site';

const ROOT = 0;
const NAMESPACE = 'a-second-one';

/** Whom a process of Linux runs as. */
const userOf = (pid: number): number => statSync(`/proc/${pid}`).uid;

describe('a Temporal server of its own', () => {
  let site: SelfHostedSite;
  beforeAll(async () => {
    site = await openSite(NAMESPACE);
  });
  afterAll(() => site.close());

  const started = (client: Client): Promise<unknown> =>
    client.workflow.start('nobody', { taskQueue: 'nobody', workflowId: 'kept' });

  it('PostgreSQL does not run as root', () => {
    expect(userOf(site.postgres.pid)).not.toBe(ROOT);
  });

  it('a server that is killed is there again at the same address with what it had', async () => {
    const at = { address: site.address, namespace: NAMESPACE, environment: site.environment };
    const first = await startServerAt(site);
    const client = await openTemporalAt(at);
    await started(client);
    process.kill(first.pid, 'SIGKILL');
    expect(await first.ended).toContain('SIGKILL');
    const second = await startServerAt(site);
    expect((await client.workflow.getHandle('kept').describe()).status.name).toBe('RUNNING');
    await client.connection.close();
    await second.stop();
  });

  it('nothing is left of it once it is closed', async () => {
    await site.close();
    expect(existsSync(site.environment.TEMPORAL_TLS_CLIENT_KEY_PATH ?? '')).toBe(false);
    expect(() => userOf(site.postgres.pid)).toThrow();
  });
});
