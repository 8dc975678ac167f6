/** What keeps a connection from being made, whoever is at its other end. */
export type LineCause =
  /** No address belongs to the name. */
  | 'name_unknown'
  /** The machine is there, and nothing listens. */
  | 'refused'
  /** No way leads to the machine. */
  | 'unreachable'
  /** Nobody said anything in time. */
  | 'silent'
  /** The other side ended the connection before it said anything. */
  | 'closed'
  /** It is spoken to in plain text, and wants TLS. */
  | 'tls_wanted'
  /** It is spoken to by TLS, and does not know it. */
  | 'tls_not_spoken'
  /** Its certificate is of an authority that is not trusted. */
  | 'authority_unknown'
  /** Its certificate is for another name. */
  | 'name_wrong'
  /** Its certificate has ended, or is not valid yet. */
  | 'certificate_out_of_date'
  /** It wants a client certificate and was shown none. */
  | 'certificate_demanded'
  /** It was shown a client certificate and does not take it. */
  | 'certificate_refused'
  /** The handshake failed in another way. */
  | 'tls_failed';

/** By Node's codes and OpenSSL's; of alerts in a handshake those that speak of a client certificate follow below. */
const BY_CODE: readonly [RegExp, LineCause][] = [
  [/^(ENOTFOUND|EAI_\w+)$/, 'name_unknown'],
  [/^ECONNREFUSED$/, 'refused'],
  [/^(EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|ETIMEDOUT|EACCES|EPERM|EADDRNOTAVAIL)$/, 'unreachable'],
  [/^(ECONNRESET|ECONNABORTED|EPIPE)$/, 'closed'],
  [/ALTNAME_INVALID|HOSTNAME_MISMATCH/, 'name_wrong'],
  [/^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/, 'certificate_out_of_date'],
  [
    /SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER_CERT|VERIFY_LEAF)|^CERT_(UNTRUSTED|SIGNATURE_FAILURE)$/,
    'authority_unknown',
  ],
  [/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNKNOWN_PROTOCOL/, 'tls_not_spoken'],
  [/ALERT_CERTIFICATE_REQUIRED/, 'certificate_demanded'],
];

/** A server that was shown no certificate and misses one says so, before TLS 1.3, as if it were a bad one. */
const ABOUT_CLIENT_CERTIFICATE =
  /ALERT_(BAD_CERTIFICATE|CERTIFICATE_\w+|UNSUPPORTED_CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED|DECRYPT_ERROR|HANDSHAKE_FAILURE)/;

/** The cause that a code of Node or OpenSSL tells; undefined for one that says nothing of a connection. */
export function causeOfCode(code: string, { hasCertificate }: { hasCertificate: boolean }): LineCause | undefined {
  const known = BY_CODE.find(([codes]) => codes.test(code))?.[1];
  if (known !== undefined) return known;
  if (ABOUT_CLIENT_CERTIFICATE.test(code)) return hasCertificate ? 'certificate_refused' : 'certificate_demanded';
  return /^(ERR_(SSL|TLS)_|CERT_|EPROTO$)/.test(code) ? 'tls_failed' : undefined;
}
