import { causeOfCode, type LineCause } from '../causes';

/** What keeps MongoDB from being used. */
export type MongoCause =
  | LineCause
  /** The driver makes nothing of the address. */
  | 'address_wrong'
  /** A file with certificates that the address names is not there, or not for us. */
  | 'file_unreadable'
  /** It does not take user and password, or certificate. */
  | 'credentials_refused'
  /** It knows who we are, or was not told, and does not let us do what is needed. */
  | 'not_permitted'
  /** Its members are reached, and none of them takes writes. */
  | 'no_primary'
  /** It says something that is known to nobody here. */
  | 'failing'
  /** It is not what our facts can be kept in; the problems are told. */
  | 'unfit';

/** MongoDB cannot be used; the message says what happened and what to do, and nothing of the address. */
export class MongoUnusable extends Error {
  override readonly name = 'MongoUnusable';

  constructor(
    readonly code: MongoCause,
    message: string,
    options?: ErrorOptions,
  ) {
    super(`MongoDB (MONGODB_URI) cannot be used: ${message}`, options);
  }
}

/** Those whose words are always the same. */
type Known = Exclude<MongoCause, 'unfit' | 'failing' | 'address_wrong'>;

const WORDS: Record<Known, string> = {
  name_unknown: 'nobody has the name of a host. Correct the address, or the DNS of this machine.',
  refused: 'nothing listens there. Start it, or correct the address.',
  unreachable: 'no way leads there. Correct the address, or let this machine through the network to it.',
  silent:
    'it does not answer. Look whether it runs, and whether a firewall swallows what is sent to it or the DNS answers slowly.',
  closed:
    'it hangs up before it has said anything. A server does so that wants TLS (tls=true) or a client certificate (tlsCertificateKeyFile).',
  tls_wanted: 'it speaks TLS. Add tls=true.',
  tls_not_spoken: 'it does not speak TLS. Correct the address, or say tls=false.',
  authority_unknown: 'its certificate is of an authority that is not trusted here. Give that authority by tlsCAFile.',
  name_wrong: 'its certificate is for another name than the address has. Use a name that is in the certificate.',
  certificate_out_of_date: 'its certificate has ended or is not valid yet. Renew it, and look at both clocks.',
  certificate_demanded: 'it wants a client certificate and was shown none. Give one by tlsCertificateKeyFile.',
  certificate_refused:
    'it does not take the client certificate. Have it issued by an authority that the server trusts.',
  tls_failed: 'the TLS handshake failed. Look at the versions and ciphers that the server allows.',
  file_unreadable:
    'a file that the address names (tlsCAFile, tlsCertificateKeyFile) cannot be read. Correct its path, or let this process read it.',
  credentials_refused:
    'it does not take user and password. Correct them, and authSource and authMechanism beside them.',
  not_permitted:
    'it does not permit what is needed. Give user and password in the address; the user needs readWrite on the database.',
  no_primary:
    'none of its servers takes writes. Look whether the replica set has a primary, and whether replicaSet has its name.',
};

/** When an error came. */
interface Moment {
  /** Whether a client certificate was to be shown. */
  hasCertificate: boolean;
  /** Rather than when the server was asked for something. */
  isConnecting: boolean;
}

/** What an error of the driver means, looked for in all that it wraps. */
export function whyUnusable(error: unknown, moment: Moment): MongoUnusable {
  const wrapped = wrappedIn(error);
  const byCode = wrapped.map((one) => causeOf(one, moment)).find((cause) => cause !== undefined);
  const known = byCode ?? BY_SIGN.find(([isSign]) => wrapped.some(isSign))?.[1];
  if (known !== undefined) return new MongoUnusable(known, WORDS[known], { cause: error });
  const message = String(wrapped.find((one) => typeof one.message === 'string')?.message);
  if (wrapped.some(({ name }) => NOT_READ.test(String(name)))) {
    // Of what it cannot read the driver may quote anything, a part of the password too; of options only names.
    const said = /^options? .* supported$/.test(message) ? message : 'the address cannot be read';
    return new MongoUnusable('address_wrong', `${said}. Correct it.`, { cause: error });
  }
  return new MongoUnusable('failing', `it fails (${message}). Look into its log.`, { cause: error });
}

type Fields = Record<string, unknown>;

const NOT_READ = /^Mongo(Parse|API|Runtime|InvalidArgument|MissingDependency)Error$/;
/** What the driver says without a code, the more telling first. */
const BY_SIGN: readonly [(sign: Fields) => boolean, Known][] = [
  [({ message }) => message === 'No addresses found at host', 'name_unknown'],
  [({ type }) => type === 'ReplicaSetNoPrimary', 'no_primary'],
  [({ name }) => name === 'MongoNetworkError', 'closed'],
  [({ name }) => /ServerSelection|NetworkTimeout|StoreUnavailable/.test(String(name)), 'silent'],
];
/** MongoDB's: AuthenticationFailed, Unauthorized, and whatever it is that a cluster of the cloud does not like. */
const [SIGN_IN, UNAUTHORIZED, OF_THE_CLOUD] = [18, 13, 8_000];

function causeOf(
  { code, name, message, syscall }: Fields,
  { hasCertificate, isConnecting }: Moment,
): Known | undefined {
  // First: of a socket the same codes mean the network.
  if (syscall === 'open' || code === 'EISDIR') return 'file_unreadable';
  // Of a name server they mean it, and not the server that was looked for: `mongodb+srv` has two questions of its own.
  if (/^query(Srv|Txt)$/.test(String(syscall))) return 'name_unknown';
  if (typeof code === 'string') return causeOfCode(code, { hasCertificate });
  if (!String(name).startsWith('Mongo')) return undefined;
  if (code === SIGN_IN || (code === OF_THE_CLOUD && isConnecting)) return 'credentials_refused';
  const isForbidden = code === OF_THE_CLOUD && /not (allowed|authorized)/.test(String(message));
  return code === UNAUTHORIZED || isForbidden ? 'not_permitted' : undefined;
}

/** An error with what it wraps: causes, and what each server that was looked for said last. The innermost comes first. */
function wrappedIn(error: unknown, seen: Set<unknown> = new Set()): Fields[] {
  if (typeof error !== 'object' || error === null || seen.has(error)) return [];
  seen.add(error);
  const { cause, reason, servers, error: said } = error as Fields;
  const within = [cause, reason, said, ...(servers instanceof Map ? servers.values() : [])];
  return [...within.flatMap((one) => wrappedIn(one, seen)), error as Fields];
}
