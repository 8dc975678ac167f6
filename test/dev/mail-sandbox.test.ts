import { connect } from 'node:net';
import { startMailSandbox } from '../../dev/sandboxes/mail/server';

/** Begins a letter as a worker does, and dies before its end. */
async function halfALetterTo(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  const said = ['EHLO us', 'MAIL FROM:<a@b.example>', 'RCPT TO:<claire@b.example>', 'DATA', 'Subject: half'];
  let answer = '';
  for await (const part of socket) {
    answer += part;
    // The last line of an answer has a space behind its code.
    if (!/^\d{3} .*\r\n$/m.test(answer)) continue;
    answer = '';
    const next = said.shift();
    await new Promise((resolve) => socket.write(`${next}\r\n`, resolve));
    if (said.length === 0) break;
  }
}

it('the mail server of the sandbox outlives a sender that is killed in the middle of a letter, and keeps nothing of it', async () => {
  const server = await startMailSandbox();
  await halfALetterTo(server.port);
  await server.close();
  // An error that nobody catches ends this very process, a turn after it was thrown.
  await new Promise((resolve) => setImmediate(resolve));
  expect(server.mails()).toEqual([]);
});
