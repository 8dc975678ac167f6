import { runCommand } from 'statechart-host/testing';
import type { Postgres } from './postgres';

/** The two databases of a Temporal server, with the schemas that its own program brings for each. */
const DATABASES = [
  { name: 'temporal', schema: 'postgresql/v12/temporal' },
  { name: 'temporal_visibility', schema: 'postgresql/v12/visibility' },
];

const STEP_LIMIT_MS = 60_000;

/** Arguments of `temporal-sql-tool`, in their order, beside those that say where PostgreSQL is. `docs/temporal.md` prints them. */
export const SCHEMA_STEPS: readonly string[] = DATABASES.flatMap(({ name, schema }) => [
  `--database ${name} create`,
  `--database ${name} setup-schema --version 0.0`,
  `--database ${name} update-schema --schema-name ${schema}`,
]);

/** Makes both databases and brings them to the version of the program. @throws Error with its last words */
export async function makeSchema(sqlTool: string, { host, port, user, password }: Postgres): Promise<void> {
  const env = {
    SQL_PLUGIN: 'postgres12',
    SQL_HOST: host,
    SQL_PORT: String(port),
    SQL_USER: user,
    SQL_PASSWORD: password,
  };
  for (const step of SCHEMA_STEPS) await runCommand(sqlTool, step.split(' '), { env, timeoutMs: STEP_LIMIT_MS });
}
