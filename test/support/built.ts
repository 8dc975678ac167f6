import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Program } from '../../dev/stack/processes';
import { aroundNow, environmentOf, startApi, startBuiltWorker } from './flow-processes';
import { openShop } from './flow-shop';
import type { FlowStand } from './flow-stand';

/** What is compiled, as it is tried by tests. */

const ROOT = join(__dirname, '..', '..');

/** Compiles what there is, as a release does. @returns the folder */
export async function build(): Promise<string> {
  await promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/build.ts'], { cwd: ROOT });
  return join(ROOT, 'dist');
}

/** A command of a build, on the database and the namespace of a stand. */
export async function command(
  { node, start }: Program,
  args: readonly string[],
  stand: FlowStand,
): Promise<{ code: number; told: string }> {
  const [file = ''] = start.api;
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, ...environmentOf(stand) };
  return promisify(execFile)(node, [file, ...args], { env }).then(
    ({ stdout }) => ({ code: 0, told: stdout }),
    ({ code, stdout, stderr }) => ({ code, told: `${stdout}${stderr}` }),
  );
}

/** What was seen of an order that went through an API and a worker of a build. */
interface Sold {
  state: string;
  /** The first characters of its receipt as a PDF, which is made on a thread. */
  pdf: string;
  /** Statuses of what is read from files: the pages, the style of the documentation. */
  files: number[];
  /** How each process ended when it was asked to. */
  ends: string[];
}

/**
 * Starts both processes, places an order, looks at what only files give, and ends them.
 *
 * @param seats other ones than before: a stand has one such customer
 */
export async function sell(stand: FlowStand, program: Program, seats: number): Promise<Sold> {
  const [worker, api] = await Promise.all([startBuiltWorker(stand, program), startApi(stand, { program })]);
  const buyer = await (await openShop({ ...stand, url: api.url })).customer({ period: aroundNow() });
  const { changeId, state } = await buyer.buy({ seats });
  const headers = { authorization: `Bearer ${await stand.key('service')}`, accept: 'application/pdf' };
  const receipt = await fetch(`${api.url}/v1/changes/${changeId}/receipt`, { headers });
  const pdf = Buffer.from(await receipt.arrayBuffer()).toString('latin1', 0, 5);
  const files = ['/billing', '/docs', '/docs.css', '/openapi.json'].map((path) => fetch(`${api.url}${path}`));
  const statuses = (await Promise.all(files)).map(({ status }) => status);
  await Promise.all([worker.stop(), api.stop()]);
  return { state, pdf, files: statuses, ends: await Promise.all([worker.ended, api.ended]) };
}

/** As `sell` is to be answered. */
export const SOLD: Sold = {
  state: 'completed',
  pdf: '%PDF-',
  files: [200, 200, 200, 200],
  ends: [expect.stringContaining('(exit code 0)'), expect.stringContaining('(exit code 0)')],
};
