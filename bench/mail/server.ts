import { startMailSandbox } from '../../dev/sandboxes/mail/server';

/** The mail server of the benchmark, in a process of its own: its work is nobody's share. */

/** What it tells its parent once it listens. */
export interface MailServer {
  port: number;
}

async function main(): Promise<void> {
  const { port } = await startMailSandbox({ keeps: 10 });
  const listening: MailServer = { port };
  process.send?.(listening);
  // The parent owns this process: without it there is nobody to answer.
  process.once('disconnect', () => process.exit(0));
}

void main();
