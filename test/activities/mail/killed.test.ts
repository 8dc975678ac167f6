import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { testBackends } from '../../support/backends';
import { PATIENCE, within } from '../../support/within';
import { type MailStand, MINUTE, openMailStand } from './mail-stand';

const PROCESS = join(__dirname, 'sending-process.ts');

let stand: MailStand;
beforeAll(async () => {
  stand = await openMailStand();
});
afterAll(() => stand.close());

it('a mail whose process is killed between the answer of the server and the record is sent once more, under the same id', async () => {
  const mail = await stand.written(await stand.known('claire'));
  const args = [testBackends().mongo, stand.store.databaseName, String(stand.server.port), stand.now().toISOString()];
  const child = spawn(process.execPath, ['--import', 'tsx', PROCESS, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  const line = once(createInterface(child.stdout), 'line');
  await within(PATIENCE, Promise.race([line, exit]), 'a letter that was taken');
  child.kill('SIGKILL');
  await exit;
  expect(await stand.store.outbox.find(mail)).toMatchObject({ status: 'waiting', sentAt: null });
  stand.wait(6 * MINUTE);
  const sending = stand.newSending();
  expect([await sending.sendDue(), await sending.sendDue()]).toEqual([1, 0]);
  const ids = stand.server.mails().map(({ messageId }) => messageId);
  expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
  expect(await stand.store.outbox.find(mail)).toMatchObject({ status: 'sent', attempts: 1 });
});
