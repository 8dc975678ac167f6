import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { readMail } from '../../../dev/sandboxes/mail/mailbox';
import { type MailSandbox, startMailSandbox } from '../../../dev/sandboxes/mail/server';
import { type SmtpOptions, smtpMail } from '../../../gateways/mail/over-smtp';
import type { Letter, MailPort, Posted } from '../../../gateways/mail/port';
import { readMailSetting } from '../../../gateways/mail/setting';
import { aPng, asAddress } from '../../receipts/pictures';
import { CERTIFICATE, KEY } from './certificate';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function sandbox(...options: Parameters<typeof startMailSandbox>): Promise<MailSandbox> {
  const server = await startMailSandbox(...options);
  open.push(server);
  return server;
}

function mailTo({ port }: { port: number }, more: Partial<SmtpOptions> = {}): MailPort {
  const from = { name: 'Orders', mailAddress: 'orders@seller.example' };
  const usual = { host: '127.0.0.1', port, security: 'none', credentials: null, from, connections: 2 } as const;
  const port_ = smtpMail({ ...usual, ...more });
  open.push(port_);
  return port_;
}

/** A mail server that takes whatever it is told, and keeps each line of it. */
async function recorder(): Promise<{ port: number; said(): string[] }> {
  const lines: string[] = [];
  const server = createServer((socket) => {
    let isData = false;
    socket.on('error', () => undefined).write('220 recorder\r\n');
    createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
      lines.push(line);
      if (isData && line !== '.') return;
      isData = line === 'DATA';
      socket.write(line.startsWith('EHLO') ? '250-recorder\r\n250 SMTPUTF8\r\n' : isData ? '354 Go\r\n' : '250 Ok\r\n');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(server);
  return { port: (server.address() as AddressInfo).port, said: () => lines };
}

let letters = 0;
function letter(more: Partial<Letter> = {}): Letter {
  letters += 1;
  return {
    id: `letter-${letters}`,
    to: { name: 'Claire Martin', mailAddress: 'claire@example.com' },
    senderName: null,
    locale: 'fr',
    subject: 'Votre commande est confirmée',
    body: 'Bonjour,\n\nTotal dû : 123,45 €\n.\nFin.',
    html: '<p>Total dû : 123,45 €</p>',
    attachments: [],
    replyTo: null,
    stopLink: null,
    writtenAt: new Date('2026-03-12T10:00:00Z'),
    ...more,
  };
}

describe('a letter over SMTP', () => {
  it('a letter has the logo of its seller inside, byte for byte, and its page shows that one', async () => {
    const server = await sandbox();
    const logo = asAddress(aPng({ width: 120, height: 40, type: 6 }));
    await mailTo(server).post(letter({ html: `<p><img src="${logo}" alt="Zoë &amp; Cie"></p>` }));
    const [mail] = server.mails();
    const source = mail?.source.toString('latin1') ?? '';
    const { attachments, html } = await readMail(mail as never);
    expect(attachments).toMatchObject([
      { contentType: 'image/png', related: true, content: aPng({ width: 120, height: 40, type: 6 }) },
    ]);
    const cid = attachments[0]?.cid ?? 'none';
    expect(source.replaceAll('=\r\n', '')).toContain(`<img src=3D"cid:${cid}"`);
    expect(source).not.toContain('data:image');
    // The reader puts the attachment back where the page names it.
    expect(html).toBe(`<p><img src="${logo}" alt="Zoë &amp; Cie"></p>`);
  });

  it('a letter arrives as it was written, under its own id, and says that no person sent it', async () => {
    const server = await sandbox();
    expect(await mailTo(server).post(letter({ id: 'abc' }))).toEqual({ status: 'accepted' });
    const [mail] = server.mails();
    const read = await readMail(mail as never);
    expect(read).toMatchObject({
      messageId: '<abc@seller.example>',
      subject: 'Votre commande est confirmée',
      date: new Date('2026-03-12T10:00:00Z'),
      from: { text: '"Orders" <orders@seller.example>' },
      to: { text: '"Claire Martin" <claire@example.com>' },
      html: '<p>Total dû : 123,45 €</p>',
    });
    expect(read.text?.trimEnd()).toBe('Bonjour,\n\nTotal dû : 123,45 €\n.\nFin.');
    expect(read.headers.get('auto-submitted')).toBe('auto-generated');
    expect(read.headers.get('content-language')).toBe('fr');
  });

  it('letters go over connections that are used again', async () => {
    const server = await sandbox();
    const port = mailTo(server, { connections: 2 });
    const posted = await Promise.all(Array.from({ length: 40 }, () => port.post(letter())));
    expect(new Set(posted.map(({ status }) => status))).toEqual(new Set(['accepted']));
    expect([server.mails().length, server.connections()]).toEqual([40, 2]);
  });

  it.each([
    "o'brien+orders_2/3=x@sub.example.co.uk",
    '!#$%&*{|}~^`?-@example.org',
    '"claire martin"@example.com',
    '"a@b"@example.com',
    '"a,b;c"@example.com',
    '"a:b"@example.com',
    String.raw`"a\"b\\c"@example.com`,
    'josé@example.fr',
    'admin@[192.0.2.1]',
    'admin@[IPv6:2001:db8::1]',
    `${'a'.repeat(64)}@example.com`,
    'a@b',
  ])('a letter to %s goes to exactly that mailbox', async (mailAddress) => {
    const { port, said } = await recorder();
    expect(await mailTo({ port }).post(letter({ to: { name: 'X', mailAddress } }))).toEqual({ status: 'accepted' });
    expect(said().filter((line) => line.startsWith('RCPT'))).toEqual([
      `RCPT TO:<${mailAddress.replace('IPv6', 'ipv6')}>`,
    ]);
  });

  it('a domain of other letters is written as mail servers know it', async () => {
    const { port, said } = await recorder();
    await mailTo({ port }).post(letter({ to: { name: null, mailAddress: 'claire@exämple.fr' } }));
    expect(said()).toContain('RCPT TO:<claire@xn--exmple-cua.fr>');
  });

  it('a letter comes from the seller by the name that its customers know, at the address of the sender', async () => {
    const server = await sandbox();
    await mailTo(server).post(letter({ senderName: 'Réunion, SA' }));
    const { from } = await readMail(server.mails()[0] as never);
    expect(from?.value).toEqual([{ name: 'Réunion, SA', address: 'orders@seller.example' }]);
  });

  it('a sender whose domain has other letters names it in its ids as mail servers know it', async () => {
    const server = await sandbox();
    const from = { name: null, mailAddress: 'orders@exämple.fr' };
    await mailTo(server, { from }).post(letter({ id: 'abc' }));
    expect(server.mails()[0]?.messageId).toBe('<abc@xn--exmple-cua.fr>');
  });

  it.each([
    'Martin, Claire',
    'Claire "la vraie" Martin',
    'Claire <bernd@example.com>',
    'Émilie Ünal',
    '王 小明',
    'a@b.example',
  ])('a letter to somebody called %s goes to them alone, under that name', async (name) => {
    const server = await sandbox();
    await mailTo(server).post(letter({ to: { name, mailAddress: 'claire@example.com' } }));
    expect(server.mails().map(({ recipient }) => recipient)).toEqual(['claire@example.com']);
    const { to } = await readMail(server.mails()[0] as never);
    expect([to].flat().flatMap((one) => one?.value)).toEqual([{ address: 'claire@example.com', name }]);
  });

  const SMUGGLED = [
    '\r\nBcc: x@example.com',
    '\nBcc: x@example.com',
    '\rBcc: x',
    '\0',
    '\u2028Bcc: x',
    '\u0085Bcc: x',
    '\ud800',
  ];
  it.each(SMUGGLED)('a letter with %j in a header is refused and nothing is sent of it', async (smuggled) => {
    const server = await sandbox();
    const port = mailTo(server);
    const unsafe = [
      letter({ subject: `Hello${smuggled}` }),
      letter({ to: { name: `Claire${smuggled}`, mailAddress: 'claire@example.com' } }),
      letter({ to: { name: 'Claire', mailAddress: `claire@example.com${smuggled}` } }),
      letter({ senderName: `Réunion${smuggled}` }),
      letter({ id: `abc${smuggled}` }),
      letter({ replyTo: `help@seller.example${smuggled}` }),
      letter({ attachments: [{ name: `a${smuggled}.pdf`, kind: 'application/pdf', content: Buffer.from('') }] }),
    ];
    for (const one of unsafe) expect(await port.post(one)).toEqual({ status: 'refused', code: 'unsafe_header' });
    expect([server.mails().length, server.connections()]).toEqual([0, 0]);
  });
});

describe('a mail server that does something wrong', () => {
  const cases: [string, Parameters<typeof startMailSandbox>[0], Posted][] = [
    [
      'greets later than it is waited for',
      { faults: { ofConnection: () => ({ fault: 'greets_late', milliseconds: 3_000 }) } },
      { status: 'no_answer', code: 'timed_out' },
    ],
    [
      'turns everybody away',
      { faults: { ofConnection: () => ({ fault: 'turns_away' }) } },
      { status: 'no_answer', code: 'smtp_554' },
    ],
    [
      'hangs up without a word',
      { faults: { ofConnection: () => ({ fault: 'hangs_up' }) } },
      { status: 'no_answer', code: 'connection_lost' },
    ],
    [
      'knows no such mailbox',
      { faults: { ofLetter: () => ({ fault: 'answers', code: 550, to: 'recipient' }) } },
      { status: 'refused', code: 'smtp_550' },
    ],
    [
      'does not like what it reads',
      { faults: { ofLetter: () => ({ fault: 'answers', code: 554, to: 'data' }) } },
      { status: 'refused', code: 'smtp_554' },
    ],
    [
      'has a full mailbox',
      { faults: { ofLetter: () => ({ fault: 'answers', code: 452, to: 'recipient' }) } },
      { status: 'deferred', code: 'smtp_452' },
    ],
    [
      'is busy after the letter',
      { faults: { ofLetter: () => ({ fault: 'answers', code: 451, to: 'data' }) } },
      { status: 'deferred', code: 'smtp_451' },
    ],
    [
      'drops the line after the letter',
      { faults: { ofLetter: () => ({ fault: 'drops_after_data' }) } },
      { status: 'no_answer', code: 'connection_lost' },
    ],
  ];
  it.each(cases)('a letter to a server that %s is told apart, and is sent once', async (_, options, outcome) => {
    const server = await sandbox(options);
    const port = mailTo(server, { patience: { greeting: 300 } });
    expect(await port.post(letter())).toEqual(outcome);
    expect([server.mails().length, server.connections()]).toEqual([0, 1]);
    // Nothing goes on behind our back.
    server.misbehave({});
    expect(await port.post(letter({ subject: 'Second' }))).toEqual({ status: 'accepted' });
    expect(server.mails().length).toBe(1);
  });

  it('a server that takes a letter and loses its answer has given none, and is not sent it again unasked', async () => {
    const server = await sandbox({ faults: { ofLetter: () => ({ fault: 'drops_its_answer' }) } });
    expect(await mailTo(server).post(letter())).toEqual({ status: 'no_answer', code: 'connection_lost' });
    expect(server.mails().length).toBe(1);
  });

  it('a server that is not there gives no answer', async () => {
    const server = await startMailSandbox();
    await server.close();
    expect(await mailTo(server).post(letter())).toMatchObject({ status: 'no_answer' });
  });

  it('a server that goes on saying something and never says enough is given up', async () => {
    const sockets: Socket[] = [];
    const server: Server = createServer((socket) => {
      sockets.push(socket);
      const timer = setInterval(() => socket.write('220-wait\r\n'), 20);
      socket.on('close', () => clearInterval(timer)).on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push({
      close: () =>
        new Promise((resolve) => {
          for (const socket of sockets) socket.destroy();
          server.close(resolve);
        }),
    });
    const port = mailTo(
      { port: (server.address() as AddressInfo).port },
      { patience: { letter: 500, greeting: 5_000 } },
    );
    expect(await port.post(letter())).toEqual({ status: 'no_answer', code: 'timed_out' });
  });
});

describe('TLS', () => {
  const tls = { key: KEY, cert: CERTIFICATE };

  it('a letter goes to a server that is trusted, from the first byte or once it is asked', async () => {
    for (const [fromTheStart, security] of [
      [true, 'tls'],
      [false, 'starttls'],
    ] as const) {
      const server = await sandbox({ tls: { ...tls, fromTheStart } });
      const credentials = { user: 'seller', password: 'not a secret' };
      const port = mailTo(server, { security, ca: CERTIFICATE, credentials });
      expect(await port.post(letter())).toEqual({ status: 'accepted' });
    }
  });

  it('a letter does not go to a server that nobody vouches for', async () => {
    for (const [fromTheStart, security] of [
      [true, 'tls'],
      [false, 'starttls'],
    ] as const) {
      const server = await sandbox({ tls: { ...tls, fromTheStart } });
      expect(await mailTo(server, { security }).post(letter())).toMatchObject({ status: 'no_answer' });
      expect(server.mails()).toEqual([]);
    }
  });

  it('a letter does not go in the clear to a server that offers no TLS', async () => {
    const server = await sandbox();
    const credentials = { user: 'seller', password: 'not a secret' };
    expect(await mailTo(server, { security: 'starttls', credentials }).post(letter())).toEqual({
      status: 'no_answer',
      code: 'tls',
    });
    expect(server.mails()).toEqual([]);
  });
});

describe('the mail setting', () => {
  const FROM = 'Orders <orders@seller.example>';
  const from = { name: 'Orders', mailAddress: 'orders@seller.example' };

  it('the mail setting is read with its port, its credentials and whether TLS is spoken', () => {
    const credentials = { user: 'me@x', password: 'p:w/' };
    expect(readMailSetting('smtps://me%40x:p%3Aw%2F@mail.example', FROM)).toEqual({
      host: 'mail.example',
      port: 465,
      security: 'tls',
      credentials,
      from,
    });
    expect(readMailSetting('smtp://mail.example:2525', FROM)).toMatchObject({
      port: 2525,
      security: 'starttls',
      credentials: null,
    });
    expect(readMailSetting('smtp://127.0.0.1:2525', 'orders@seller.example')).toMatchObject({
      security: 'none',
      from: { ...from, name: null },
    });
    expect(readMailSetting(undefined, undefined)).toBeNull();
  });

  it('the name of a sender may stand in quotes, as in a header of a mail, and goes without them', () => {
    const quoted = readMailSetting('smtps://mail.example', String.raw`"Réunion, \"la vraie\"" <orders@seller.example>`);
    expect(quoted).toMatchObject({ from: { ...from, name: 'Réunion, "la vraie"' } });
  });

  it.each<[string | undefined, string | undefined, string]>([
    ['http://mail.example', FROM, 'AVENANT_MAIL_URL'],
    ['smtps://mail.example?tls=no', FROM, 'AVENANT_MAIL_URL'],
    ['smtps://me@mail.example', FROM, 'AVENANT_MAIL_URL'],
    ['mail.example:465', FROM, 'AVENANT_MAIL_URL'],
    [undefined, FROM, 'AVENANT_MAIL_URL'],
    ['smtps://mail.example', undefined, 'AVENANT_MAIL_FROM'],
    ['smtps://mail.example', 'Orders', 'AVENANT_MAIL_FROM'],
    ['smtps://mail.example', 'A\r\nBcc: x <orders@seller.example>', 'AVENANT_MAIL_FROM'],
    ['smtps://mail.example', 'a@b.example, c@d.example', 'AVENANT_MAIL_FROM'],
  ])('the mail setting %s from %s is refused by its name and without its value', (url, sender, variable) => {
    const wrong = readMailSetting(url, sender);
    expect(wrong).toEqual({ variable, problem: expect.any(String) });
    expect(JSON.stringify(wrong)).not.toContain('mail.example');
  });
});
