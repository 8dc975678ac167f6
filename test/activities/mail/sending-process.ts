import { MailSending } from '../../../activities/mail/sending';
import { smtpMail } from '../../../gateways/mail/over-smtp';
import { Workshop } from '../../../papers/workshop';
import { connectStore } from '../../../store';

/** A process that sends what is due, and stops between the answer of the server and the record, saying so. */
async function main([mongo = '', databaseName = '', port = '', at = '']: string[]): Promise<void> {
  const store = await connectStore(mongo, { databaseName });
  const from = { name: null, mailAddress: 'orders@seller.example' };
  const setting = { host: '127.0.0.1', port: Number(port), security: 'none', credentials: null, from } as const;
  const pauseAt = (): Promise<void> => {
    process.stdout.write('POSTED\n');
    return new Promise(() => setInterval(() => undefined, 1_000));
  };
  const log = { info: () => undefined, warn: () => undefined };
  const clock = (): Date => new Date(at);
  const mail = smtpMail({ ...setting, connections: 1 });
  await new MailSending({ store, clock, log, pauseAt, mail, workshop: new Workshop() }).sendDue();
  throw new Error('Nothing was due.');
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
