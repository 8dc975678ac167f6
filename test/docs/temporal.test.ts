import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVER_ARGUMENTS, type ServerParts, serverConfiguration } from '../../dev/temporal-server/configuration';
import { TEMPORAL_SERVER_VERSION } from '../../dev/temporal-server/programs';
import { SCHEMA_STEPS } from '../../dev/temporal-server/schema';

const PAGE = readFileSync(join(__dirname, '../../docs/temporal.md'), 'utf8');

/** The variables that the tests start a server with, but those that only say "nothing". */
function variables(): string[] {
  const files = { crt: 'crt', key: 'key' };
  const certificates = { authority: 'authority', frontend: files, node: files, client: files };
  const postgres = { host: 'host', port: 1, user: 'user', password: 'password' };
  const all = serverConfiguration({ ports: {}, certificates, postgres } as unknown as ServerParts);
  return Object.entries(all).flatMap(([name, value]) => (value === '' || /_PORT$/.test(name) ? [] : [name]));
}

describe('the page about Temporal', () => {
  it('the page prints the commands that the tests make a schema with', () => {
    const printed = PAGE.match(/^temporal-sql-tool (.*)$/gm)?.map((line) => line.replace('temporal-sql-tool ', ''));
    expect(printed).toEqual(SCHEMA_STEPS);
  });

  it('the page prints the command and the variables that the tests start a server with', () => {
    expect(PAGE).toContain(`\ntemporal-server ${SERVER_ARGUMENTS.join(' ')}\n`);
    expect(variables().filter((name) => !PAGE.includes(`\`${name}\``))).toEqual([]);
  });

  it('the page names the version that the tests run on', () => {
    expect(PAGE).toContain(`| ${TEMPORAL_SERVER_VERSION} on PostgreSQL`);
  });
});
