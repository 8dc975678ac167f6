import { causeOfCode } from '../../../connections/causes';
import { diagnose, meaningOfAnswer, type TemporalCause } from '../../../connections/temporal/diagnosis';
import type { Observed } from '../../../connections/temporal/greeting';

/** What was seen of servers in C (OpenSSL 3.0.19 and 3.5) and in Go 1.26, as Temporal is, by Node 20.20; not to be had here again. */
const RECORDED: [server: string, seen: Observed, hasCertificate: boolean, cause: TemporalCause | null][] = [
  [
    'TLS 1.3 without a client certificate',
    { reached: 'encryption', protocol: 'h2', failed: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' },
    false,
    'certificate_demanded',
  ],
  [
    'TLS 1.2 without a client certificate',
    { reached: 'machine', failed: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE' },
    false,
    'certificate_demanded',
  ],
  [
    'TLS 1.3 with a client certificate of a foreign authority',
    { reached: 'encryption', protocol: 'h2', failed: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA' },
    true,
    'certificate_refused',
  ],
  [
    'TLS 1.2 with a client certificate of a foreign authority',
    { reached: 'machine', failed: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA' },
    true,
    'certificate_refused',
  ],
  [
    'TLS that agrees to HTTP/1.1 alone',
    { reached: 'machine', failed: 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL' },
    false,
    'h2_missing',
  ],
  ['TLS that agrees to no protocol', { reached: 'encryption', protocol: false }, false, 'h2_missing'],
  [
    'TLS that hangs up after the handshake',
    { reached: 'encryption', failed: 'ECONNRESET' },
    false,
    'certificate_demanded',
  ],
  ['a balancer with nothing behind it', { reached: 'machine', failed: 'closed' }, false, 'closed'],
  ['a frontend in plain text', { reached: 'words', words: 'http2' }, false, null],
  ['TLS that was spoken to in plain text', { reached: 'words', words: 'tls' }, false, 'tls_wanted'],
  ['a web server', { reached: 'words', words: 'other' }, false, 'not_temporal'],
  ['a machine behind no way', { reached: 'nothing', failed: 'EHOSTUNREACH' }, false, 'unreachable'],
  [
    'a certificate that has ended',
    { reached: 'machine', failed: 'CERT_HAS_EXPIRED' },
    false,
    'certificate_out_of_date',
  ],
  ['ciphers that nobody shares', { reached: 'machine', failed: 'ERR_SSL_NO_SHARED_CIPHER' }, false, 'tls_failed'],
  ['a code that nobody knows', { reached: 'machine', failed: 'EWHATEVER' }, false, 'failing'],
];

describe('the diagnosis of a connection to Temporal', () => {
  it.each(RECORDED)('the diagnosis of %s is its cause', (_, seen, hasCertificate, cause) => {
    expect(diagnose(seen, { hasCertificate })).toBe(cause);
  });

  it('a code is of a client certificate by whether one was shown, and of no connection where it says nothing of one', () => {
    expect(causeOfCode('ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', { hasCertificate: false })).toBe('certificate_demanded');
    expect(causeOfCode('ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', { hasCertificate: true })).toBe('certificate_refused');
    expect(causeOfCode('ENOENT', { hasCertificate: true })).toBeUndefined();
  });

  it('the client of workers is understood by its words, and an answer by its number however deep it stands', () => {
    const native = (message: string) => new Error(`tonic::transport::Error(Transport, ${message})`);
    expect(meaningOfAnswer(native('InvalidCertificate(UnknownIssuer)'), { hasKey: true })).toBe('authority_unknown');
    const ofAuthority = native('invalid peer certificate: Other(OtherError(CaUsedAsEndEntity))');
    expect(meaningOfAnswer(ofAuthority, { hasKey: true })).toBe('certificate_of_authority');
    expect(meaningOfAnswer(native('NativeCertsNotFound'), { hasKey: false })).toBe('authorities_missing');
    const denied = new Error('Failed', { cause: Object.assign(new Error('no'), { code: 7 }) });
    expect(meaningOfAnswer(denied, { hasKey: false })).toBe('not_permitted');
    expect(meaningOfAnswer(denied, { hasKey: true })).toBe('key_refused');
    const meaningOf = (code: number) => meaningOfAnswer(Object.assign(new Error('no'), { code }), { hasKey: true });
    expect([4, 8, 12, 14].map(meaningOf)).toEqual(['silent', 'failing', 'not_temporal', 'failing']);
  });
});
