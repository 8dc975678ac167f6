import { startBackends } from '../../dev/embedded/stack';
import { newSecrets } from '../../dev/stack/local-secrets';
import { serverSettings } from '../../dev/stack/settings';
import { Authority } from '../../dev/temporal-server/authority';
import { testBackends } from '../support/backends';
import { type OpenProxy, openTlsProxy, serverAt } from '../support/tls-proxy';

describe('a stack on a Temporal of one’s own', () => {
  const before = { ...process.env };
  const authority = new Authority('the authority of this test');
  let proxy: OpenProxy;
  beforeAll(async () => {
    proxy = await openTlsProxy(serverAt(testBackends().temporal), {
      shows: authority.issue(['127.0.0.1']),
      protocols: ['h2'],
    });
    process.env.TEMPORAL_ADDRESS = proxy.address;
    process.env.TEMPORAL_TLS_SERVER_CA_CERT_DATA = authority.crt;
    process.env.MONGODB_URI = testBackends().mongo;
  });
  afterAll(async () => {
    for (const name of ['TEMPORAL_ADDRESS', 'TEMPORAL_TLS_SERVER_CA_CERT_DATA', 'MONGODB_URI']) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
    await proxy.close();
  });

  it('the stack reaches it by the variables of servers and workers, and leaves these to its processes', async () => {
    const backends = await startBackends({ searchAttributes: {} });
    expect(backends.temporal).toMatchObject({ address: proxy.address, origin: 'TEMPORAL_ADDRESS' });
    expect(serverSettings(backends, 1, newSecrets())).not.toHaveProperty('TEMPORAL_TLS_SERVER_CA_CERT_DATA');
    await backends.stop();
  });

  it('the processes of a stack speak to a Temporal of its own in plain text, whatever the shell has for another', () => {
    const ours = {
      temporal: { address: '127.0.0.1:7233', namespace: 'default' },
      mongo: { uri: testBackends().mongo },
    };
    expect(serverSettings(ours, 1, newSecrets())).toMatchObject({
      TEMPORAL_ADDRESS: '127.0.0.1:7233',
      TEMPORAL_TLS_SERVER_CA_CERT_DATA: '',
      TEMPORAL_API_KEY: '',
    });
  });
});
