import { SupportMails } from '../../../activities/mail/support-mails';
import { connectStore } from '../../../store';

/** A process that writes to support teams and stops at a point, saying so. */
async function main([mongo = '', databaseName = '', point = '', at = '']: string[]): Promise<void> {
  const store = await connectStore(mongo, { databaseName });
  const pauseAt = async (reached: string): Promise<void> => {
    if (reached !== point) return;
    process.stdout.write('REACHED\n');
    await new Promise(() => setInterval(() => undefined, 1_000));
  };
  const log = { info: () => undefined, warn: () => undefined };
  await new SupportMails({ store, clock: () => new Date(at), log, pauseAt }).writeDue();
  throw new Error('Nothing was due.');
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
