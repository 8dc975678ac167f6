import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SERVER_PORTS, type ServerParts, serverConfiguration } from '../../dev/temporal-server/configuration';
import { TEMPORAL_SERVER_VERSION, temporalPrograms } from '../../dev/temporal-server/programs';

describe('the programs of a Temporal server', () => {
  let folder: string;
  const path = process.env.PATH;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'programs-'));
    process.env.PATH = folder;
  });
  afterEach(async () => {
    process.env.PATH = path;
    await rm(folder, { recursive: true });
  });

  it('programs that an earlier run has kept are used, and nothing is compiled', async () => {
    const kept = ['temporal-server', 'temporal-sql-tool'].map((name) =>
      join(folder, `${name}-${TEMPORAL_SERVER_VERSION}`),
    );
    for (const file of kept) await writeFile(file, '');
    const [server, sqlTool] = kept;
    expect(await temporalPrograms(folder)).toEqual({ server, sqlTool });
  });

  it('a machine that cannot compile them is told what to do', async () => {
    await expect(temporalPrograms(folder)).rejects.toMatchObject({
      code: 'temporal_server_not_found',
      message: expect.stringMatching(
        /Go is not on PATH[\s\S]*install Go 1\.26 or later[\s\S]*put temporal-server .* at /,
      ),
    });
  });
});

describe('the configuration of a Temporal server', () => {
  const files = (name: string) => ({ crt: `${name}.pem`, key: `${name}.key` });
  const parts = {
    ports: Object.fromEntries(SERVER_PORTS.map((name, at) => [name, at])),
    postgres: { host: '127.0.0.1', port: 5_432, user: 'temporal', password: 'secret' },
    certificates: {
      authority: 'authority.pem',
      frontend: files('frontend'),
      node: files('node'),
      client: files('client'),
    },
  } as unknown as ServerParts;

  it('a server demands certificates of its clients and of its own parts, whatever this process has set for a client', () => {
    expect(serverConfiguration(parts)).toMatchObject({
      TEMPORAL_TLS_REQUIRE_CLIENT_AUTH: 'true',
      TEMPORAL_TLS_SERVER_CERT: 'node.pem',
      TEMPORAL_TLS_FRONTEND_CERT: 'frontend.pem',
      TEMPORAL_TLS_SERVER_CA_CERT: 'authority.pem',
      TEMPORAL_TLS_CLIENT1_CA_CERT: 'authority.pem',
      TEMPORAL_TLS_SERVER_CA_CERT_DATA: '',
    });
  });
});
