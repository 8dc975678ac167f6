import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The API on a database of its own, as a process of its own. */
export interface ApiProcess {
  url: string;
  /** Of an operator. */
  key: string;
  process: ChildProcess;
}

export async function startApi(uri: string, databaseName: string): Promise<ApiProcess> {
  const execArgv = [...process.execArgv, '--expose-gc'];
  const api = fork(join(__dirname, 'server.ts'), [uri, databaseName], { execArgv });
  const [told] = (await once(api, 'message')) as [{ url: string; key: string }];
  return { ...told, process: api };
}
